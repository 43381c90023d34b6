using Gateway.Backends;
using Gateway.Backends.Discovery;

namespace Gateway.Providers.LmStudio;

/// <summary>
/// Asks LM Studio for its models by the newest list it has. It answers an unknown path with 200 and an error, so only the list counts.
/// </summary>
internal static class LmStudioDiscovery
{
    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync("/api/v1/models", cancellationToken);
        if (answer.IsUnreachable)
        {
            return DiscoveryResult.Failed(answer);
        }

        if (answer.Json?.List("models") is not null)
        {
            return WithLast(ModelListing.Read(answer, "models", LmStudioModels.Present), client);
        }

        answer = await client.GetAsync("/api/v0/models", cancellationToken);
        return answer.Json?.List("data") is not null
            ? WithLast(ModelListing.Read(answer, "data", LmStudioModels.Old), client)
            : await OpenAiDiscovery.ReadNamesAsync(client, cancellationToken);
    }

    // Only a loaded model shows its context.
    private static DiscoveryResult WithLast(DiscoveryResult found, ProbeClient client) =>
        found with { Models = client.Memory.Last.Complete(found.Models, static _ => null) };
}
