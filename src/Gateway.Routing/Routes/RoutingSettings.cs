using System.Collections.Immutable;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>The settings for names without a rule of their own.</summary>
/// <param name="Policy">The order of candidates for tags, types and models that no route lists.</param>
/// <param name="Widening">How far a tag reaches for a request its candidates cannot serve.</param>
public sealed record RoutingSettings(Policy Policy = Policy.LocalFirst, Widening Widening = Widening.Any)
{
    /// <summary>The handling of requests for models that must be loaded first, unless a route says otherwise.</summary>
    public ColdStart ColdStart { get; init; } = ColdStart.Wait;

    /// <summary>The moment by whose prices models are compared before a request is at hand.</summary>
    public DateTimeOffset BuiltAt { get; init; }

    /// <summary>
    /// The worth of each currency in one common unit, used only to compare prices. If empty, all are worth 1; otherwise a price in a
    /// currency not named here counts as unknown.
    /// </summary>
    public ImmutableDictionary<string, decimal> Worth { get; init; } =
        ImmutableDictionary<string, decimal>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    internal double InCommonUnit(decimal amount, string currency) =>
        Worth.TryGetValue(currency, out var worth) ? (double)(amount * worth) : Worth.IsEmpty ? (double)amount : double.PositiveInfinity;
}
