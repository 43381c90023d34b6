using Gateway.Resilience.Queue;
using Gateway.Routing.Selection;

namespace Gateway.Health;

/// <summary>How one model on one backend is.</summary>
/// <param name="Model">Its name there.</param>
/// <param name="State">Its state.</param>
/// <param name="Condition">The worst that is true of it.</param>
/// <param name="Left">How long that lasts yet; null where it is not known. Zero of one that is out: the next request tries it.</param>
/// <param name="OutFor">How long it is out yet; null: it is not.</param>
/// <param name="WasAsked">Whether a request of this gateway ever went to it.</param>
/// <param name="IsWarm">Whether it is loaded; null when that is not known.</param>
internal sealed record ModelHealth(
    string Model, ModelState State, Condition Condition, TimeSpan? Left, TimeSpan? OutFor, bool WasAsked, bool? IsWarm)
{
    /// <summary>The line before it; null where there is none.</summary>
    public BackendQueue? Line { get; init; }

    /// <summary>The condition as it is written.</summary>
    public string Word => Condition switch
    {
        Condition.Down => "down",
        Condition.Out => "out",
        Condition.Paused => "paused",
        Condition.Recovering => "recovering",
        Condition.Loading => "loading",
        Condition.Ok => "ok",
    };
}
