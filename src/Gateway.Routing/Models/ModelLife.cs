namespace Gateway.Routing.Models;

/// <summary>An announced change of a model's name.</summary>
/// <param name="List">The provider's list, as price lists are named.</param>
/// <param name="Id">The name.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="On">When, by the provider's clocks.</param>
/// <param name="To">The model that answers instead or is advised; <see langword="null"/> when the provider names none.</param>
/// <param name="Note">Where this is from, and what else is known.</param>
public sealed record ModelLife(string List, string Id, LifeChange Change, DateTimeOffset On, string? To, string Note)
{
    /// <summary>
    /// The model to use instead. It differs from <see cref="To"/> when that model has itself ended or moved by the time of the lookup;
    /// <see langword="null"/> when there is none.
    /// </summary>
    public string? Successor { get; init; } = To;

    /// <summary>The day of the change by the provider's clocks, such as <c>2026-09-11</c>.</summary>
    public string Day => On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True when the change has happened.</summary>
    /// <param name="moment">The moment of the question.</param>
    public bool IsOver(DateTimeOffset moment) => On <= moment;
}
