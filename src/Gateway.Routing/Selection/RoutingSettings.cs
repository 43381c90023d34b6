using System.Collections.Immutable;

namespace Gateway.Routing.Selection;

/// <summary>How names without a rule of their own are routed.</summary>
/// <param name="Policy">The order of candidates behind tags, types and models that no route lists.</param>
/// <param name="Widening">How far a tag reaches for a request its candidates cannot serve.</param>
public sealed record RoutingSettings(Policy Policy = Policy.LocalFirst, Widening Widening = Widening.Any)
{
    /// <summary>What becomes of requests for models that must be loaded first, where no route says otherwise.</summary>
    public ColdStart ColdStart { get; init; } = ColdStart.Wait;

    /// <summary>What a unit of each currency is worth in one common unit, by which prices are compared and nothing else. Empty: all are worth 1; otherwise a price in a currency that it does not name counts as unknown.</summary>
    public ImmutableDictionary<string, decimal> Worth { get; init; } =
        ImmutableDictionary<string, decimal>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    internal double InCommonUnit(decimal amount, string currency) =>
        Worth.TryGetValue(currency, out var worth) ? (double)(amount * worth) : Worth.IsEmpty ? (double)amount : double.PositiveInfinity;
}
