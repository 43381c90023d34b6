using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>Reads a model list in any provider's shape.</summary>
internal static class ModelListing
{
    /// <param name="answer">The answer that should contain the list.</param>
    /// <param name="list">The member with the list. Null there is an empty list: some servers write it so.</param>
    /// <param name="read">Reads one item; null for one without a usable name.</param>
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

    // Names are compared without case everywhere in the gateway, so the second of two that differ only by case could never be meant.
    private static ImmutableArray<ModelFacts> Distinct(IEnumerable<ModelFacts?> models) =>
        [.. models.OfType<ModelFacts>().DistinctBy(m => m.Model, StringComparer.OrdinalIgnoreCase)];
}
