using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.SiliconFlow;

/// <summary>
/// Asks SiliconFlow for its models. An item only has an id; a model's type follows from the lists it appears in when a single sub-type is
/// requested. If a list is unavailable, the types are derived from the names.
/// </summary>
internal static class SiliconFlowDiscovery
{
    private const int AtATime = 4;

    // There is none for speech: its models are only in the plain list.
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
            0, SubTypes.Length, new ParallelOptions { MaxDegreeOfParallelism = AtATime - 1, CancellationToken = CancellationToken.None },
            async (i, _) =>
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

    // A relay that does not know sub_type returns every list in full, and then they prove nothing.
    private static ModelType? TheOne(IEnumerable<ModelType> types) => types.Distinct().ToList() is [var one] ? one : null;
}
