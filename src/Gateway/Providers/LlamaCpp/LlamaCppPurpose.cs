using Gateway.Backends;
using Gateway.Routing.Models;

namespace Gateway.Providers.LlamaCpp;

/// <summary>
/// Finds out what a llama.cpp server was started for, when its model's name leaves a doubt. No list says so, and a server that embeds or
/// reranks does nothing else. It refuses an empty request at once, and the refusal shows what it has: 501 when the endpoint is not enabled.
/// Asked once a run, and never of a sleeping server, which it could wake.
/// </summary>
internal static class LlamaCppPurpose
{
    private const int NotSwitchedOn = 501;

    public static async Task<ModelFacts> AddToAsync(
        ModelFacts facts, LlamaCppItem item, ProbeClient client, CancellationToken cancellationToken)
    {
        if (ModelName.Parse(facts.Model).Type == ModelType.Chat && !item.HasWordPieces)
        {
            return facts;
        }

        if (!client.Memory.Own<LlamaCppMemory>().Purposes.TryGetValue(facts.Model, out var known))
        {
            if (await AskAsync(client, cancellationToken) is not { } asked)
            {
                return facts;
            }

            client.Memory.Own<LlamaCppMemory>().Purposes[facts.Model] = known = asked;
        }

        return facts with { Type = known };
    }

    private static async Task<ModelType?> AskAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        if (await IsOnAsync(client, "/v1/embeddings", cancellationToken) is not { } makesVectors)
        {
            return null;
        }

        return !makesVectors ? ModelType.Chat
            : await IsOnAsync(client, "/v1/rerank", cancellationToken) == true ? ModelType.Rerank
            : ModelType.Embedding;
    }

    // Any other answer, such as a proxy's, proves nothing.
    private static async Task<bool?> IsOnAsync(ProbeClient client, string path, CancellationToken cancellationToken) =>
        (await client.KnockAsideAsync(path, cancellationToken)).Status switch
        {
            NotSwitchedOn => false,
            200 or 400 => true,
            _ => null,
        };
}
