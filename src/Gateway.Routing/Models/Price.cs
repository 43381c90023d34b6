using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>
/// The price of a model at one moment. A price is data with a date: providers change it, and the bill is theirs to write.
/// </summary>
/// <param name="Currency">The currency's code, such as <c>CNY</c>.</param>
/// <param name="Steps">
/// The steps by rising prompt length, the first from 0; none for a model that is not paid by tokens. The step the prompt falls in applies
/// to the whole request.
/// </param>
/// <param name="AsOf">The day the price was read.</param>
/// <param name="Source">The source: <see cref="Provenance.Operator"/> or <see cref="Provenance.CuratedTable"/>.</param>
public sealed record Price(string Currency, ImmutableArray<PriceStep> Steps, DateOnly AsOf, Provenance Source = Provenance.CuratedTable)
{
    private const decimal Million = 1_000_000;

    /// <summary>The prices of units other than tokens, each unit at most once.</summary>
    public ImmutableArray<UnitPrice> Units { get; init; } = [];

    /// <summary>The source that vouches for it.</summary>
    public PriceOrigin Origin { get; init; }

    /// <summary>
    /// The model whose price this is, where the provider answers for a name with another model and bills that one; <see langword="null"/>
    /// otherwise.
    /// </summary>
    public string? BilledAs { get; init; }

    /// <summary>True when the model is free, however much is used.</summary>
    public bool IsFree => Steps.All(static s => s.IsFree) && Units.All(static u => u.Each == 0);

    /// <summary>Finds the step that applies to a prompt.</summary>
    /// <param name="promptTokens">The prompt's length in tokens.</param>
    public PriceStep For(long promptTokens)
    {
        var step = Steps.IsEmpty ? default : Steps[0];
        foreach (var next in Steps)
        {
            step = next.FromPromptTokens <= promptTokens ? next : step;
        }

        return step;
    }

    /// <summary>Computes the cost of a request, in <see cref="Currency"/>.</summary>
    /// <param name="promptTokens">All tokens of the prompt.</param>
    /// <param name="outputTokens">All tokens of the answer.</param>
    /// <param name="cachedTokens">The prompt tokens that the provider read from its cache.</param>
    public decimal Of(long promptTokens, long outputTokens, long cachedTokens = 0)
    {
        var step = For(promptTokens);
        var cached = Math.Clamp(cachedTokens, 0, promptTokens);
        return ((promptTokens - cached) * step.Input + cached * (step.Cached ?? step.Input) + outputTokens * step.Output) / Million;
    }

    /// <summary>Finds the dearest step for a prompt of at most some length. Its own length is known only once it was read.</summary>
    /// <param name="promptTokens">The most tokens of the prompt.</param>
    /// <param name="outputTokens">The most tokens of the answer.</param>
    public PriceStep DearestFor(long promptTokens, long outputTokens)
    {
        var dearest = Steps.IsEmpty ? default : Steps[0];
        foreach (var step in Steps)
        {
            dearest = step.FromPromptTokens <= promptTokens && Most(step) > Most(dearest) ? step : dearest;
        }

        return dearest;

        decimal Most(in PriceStep step) => promptTokens * step.DearestInput + outputTokens * step.DearestOutput;
    }
}
