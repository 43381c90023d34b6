using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>Compares a backend's present report with its previous one, by value. Arrays in a record only compare by reference.</summary>
internal static class FactsComparer
{
    /// <summary>True when both report the same about the same models, in any order.</summary>
    public static bool AreSame(ImmutableArray<ModelFacts> one, ImmutableArray<ModelFacts> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        var known = one.ToDictionary(m => m.Model, StringComparer.Ordinal);
        return other.All(m => known.TryGetValue(m.Model, out var before) && AreSame(before, m));
    }

    /// <summary>True when both name the same models, in any order.</summary>
    public static bool NameTheSame(ImmutableArray<ModelFacts> one, ImmutableArray<ModelFacts> other) =>
        one.Length == other.Length && one.Select(m => m.Model).ToHashSet(StringComparer.Ordinal).SetEquals(other.Select(m => m.Model));

    private static bool AreSame(ModelFacts one, ModelFacts other) =>
        one with { Capabilities = null, Aliases = [] } == other with { Capabilities = null, Aliases = [] }
        && AreSame(one.Capabilities, other.Capabilities)
        && AreSame(one.Aliases, other.Aliases);

    private static bool AreSame(ImmutableArray<string>? one, ImmutableArray<string>? other) =>
        one is { } these && other is { } those ? these.SequenceEqual(those, StringComparer.Ordinal) : one is null && other is null;
}
