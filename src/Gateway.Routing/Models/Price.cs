using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>What a model costs. A price is data with a date: providers change it, and a bill is theirs to write.</summary>
/// <param name="Currency">The currency's code, such as <c>CNY</c>.</param>
/// <param name="Steps">By rising prompt length; at least one, the first from 0. A whole request is paid by the one step its prompt falls in.</param>
/// <param name="AsOf">The day the price was read.</param>
/// <param name="Source">Who says so: <see cref="Provenance.Operator"/> or <see cref="Provenance.CuratedTable"/>.</param>
public sealed record Price(string Currency, ImmutableArray<PriceStep> Steps, DateOnly AsOf, Provenance Source = Provenance.CuratedTable)
{
    private const decimal Million = 1_000_000;

    /// <summary>Whether it is nothing, however much is used.</summary>
    public bool IsFree => Steps.All(static s => s is { Input: 0, Output: 0, Cached: null or 0 });

    /// <summary>The step that holds for a prompt.</summary>
    /// <param name="promptTokens">Its length in tokens.</param>
    public PriceStep For(long promptTokens)
    {
        var step = Steps[0];
        foreach (var next in Steps)
        {
            step = next.FromPromptTokens <= promptTokens ? next : step;
        }

        return step;
    }

    /// <summary>What a request costs, in <see cref="Currency"/>.</summary>
    /// <param name="promptTokens">All tokens of the prompt.</param>
    /// <param name="outputTokens">All tokens of the answer.</param>
    /// <param name="cachedTokens">Those of the prompt that the provider read from its cache.</param>
    public decimal Of(long promptTokens, long outputTokens, long cachedTokens = 0)
    {
        var step = For(promptTokens);
        var cached = Math.Clamp(cachedTokens, 0, promptTokens);
        return ((promptTokens - cached) * step.Input + cached * (step.Cached ?? step.Input) + outputTokens * step.Output) / Million;
    }
}
