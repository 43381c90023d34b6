using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>Reads a list of models in any provider's shape.</summary>
internal static class ModelListing
{
    /// <param name="answer">The answer that should hold the list.</param>
    /// <param name="list">The member that is the list. Null there is an empty list: some servers write one so.</param>
    /// <param name="read">What one item says; null for one without a usable name.</param>
    public static DiscoveryResult Read(ProbeAnswer answer, string list, Func<JsonElement, ModelFacts?> read)
    {
        if (answer.Problem is not null)
        {
            return DiscoveryResult.Failed(answer);
        }

        if (answer.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty(list, out var items))
        {
            return DiscoveryResult.Failed(DiscoveryResult.NoList);
        }

        return items.ValueKind switch
        {
            JsonValueKind.Array => DiscoveryResult.Of(Distinct(items.EnumerateArray().Select(read))),
            JsonValueKind.Null => DiscoveryResult.Of([]),
            _ => DiscoveryResult.Failed(DiscoveryResult.NoList),
        };
    }

    // Names differ by more than case everywhere in the gateway, so of two that do not, the second could never be meant.
    private static ImmutableArray<ModelFacts> Distinct(IEnumerable<ModelFacts?> models) =>
        [.. models.OfType<ModelFacts>().DistinctBy(m => m.Model, StringComparer.OrdinalIgnoreCase)];
}
