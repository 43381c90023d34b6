using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends;

/// <summary>
/// Reads OpenAI's <c>/v1/models</c>: the ids, and the members that some servers add. vLLM's <c>max_model_len</c> is the context it really
/// serves. The members of other servers give only the context a model could take.
/// </summary>
internal static class OpenAiDiscovery
{
    public const string Path = "/v1/models";

    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken) =>
        ModelListing.Read(await client.GetAsync(Path, cancellationToken), "data", Facts);

    /// <summary>Only the ids, from a server of which nothing else is believed.</summary>
    public static async Task<DiscoveryResult> ReadNamesAsync(ProbeClient client, CancellationToken cancellationToken) =>
        ModelListing.Read(await client.GetAsync(Path, cancellationToken), "data", Name);

    public static ModelFacts? Name(JsonElement item) => item.Text("id") is { } id ? new ModelFacts(id) : null;

    private static ModelFacts? Facts(JsonElement item) => Name(item) is { } name
        ? name with
        {
            ContextLength = item.Count("context_length") ?? item.Count("context_window"),
            ServedContext = item.Count("max_model_len"),
        }
        : null;
}
