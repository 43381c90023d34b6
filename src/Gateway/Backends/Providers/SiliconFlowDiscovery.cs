using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// Asks SiliconFlow for its models. An item has nothing but an id; what a model is for follows from the lists it stands in when
/// only one sub-type is asked for. A list that cannot be had leaves the types to the names.
/// </summary>
internal static class SiliconFlowDiscovery
{
    private const int AtATime = 4;

    // There is none for speech: its models are in the plain list only.
    private static readonly (string SubType, ModelType Type)[] SubTypes =
    [
        ("chat", ModelType.Chat),
        ("embedding", ModelType.Embedding),
        ("reranker", ModelType.Rerank),
        ("text-to-image", ModelType.Image),
        ("image-to-image", ModelType.Image),
        ("speech-to-text", ModelType.Transcription),
        ("text-to-video", ModelType.Video),
    ];

    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        var plain = OpenAiDiscovery.ReadAsync(client, cancellationToken);
        var lists = new DiscoveryResult[SubTypes.Length];
        await Parallel.ForAsync(
            0, SubTypes.Length, new ParallelOptions { MaxDegreeOfParallelism = AtATime - 1, CancellationToken = CancellationToken.None }, async (i, _) =>
            {
                var answer = await client.GetAsideAsync($"{OpenAiDiscovery.Path}?sub_type={SubTypes[i].SubType}", cancellationToken);
                lists[i] = ModelListing.Read(answer, "data", OpenAiDiscovery.Name);
            });
        var found = await plain;
        if (found.Problem is not null)
        {
            return found;
        }

        var types = SubTypes
            .SelectMany((sub, i) => lists[i].Models.Select(m => (m.Model, sub.Type)))
            .ToLookup(x => x.Model, x => x.Type, StringComparer.OrdinalIgnoreCase);
        return found with { Models = [.. found.Models.Select(m => m with { Type = TheOne(types[m.Model]) })] };
    }

    // A relay that does not know sub_type gives every list in full, and then they tell nothing.
    private static ModelType? TheOne(IEnumerable<ModelType> types) => types.Distinct().ToList() is [var one] ? one : null;
}
