using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>
/// Asks an Ollama for its models, their abilities, and which are loaded. No question loads a model. Other servers answer some of Ollama's
/// paths too, and their capabilities are worthless, so it has to prove itself first.
/// </summary>
internal static class OllamaDiscovery
{
    public const string NoOllama = "answers Ollama's addresses but is no Ollama; use provider: openai or vllm";

    private const int AtATime = 4;

    // So that one round ends in time on a machine with a thousand models; the next round continues where it ended.
    private const int ShownInARound = 200;

    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        var greeting = client.GetWatchedAsync("/", cancellationToken);
        var told = await client.GetAsync("/api/version", cancellationToken);
        var greeted = await greeting;
        if (greeted.IsUnreachable || told.IsUnreachable)
        {
            return DiscoveryResult.Failed(greeted.IsUnreachable ? greeted : told);
        }

        if (greeted.Says("Ollama is running") && told.Json?.Text("version") is { } version)
        {
            client.Memory.IsProved = true;
            client.Memory.RunsAs(version);
            return await ReadProvenAsync(client, version, cancellationToken) with { Version = version };
        }

        // A proxy's error in front of a proved Ollama does not make it another server.
        if (client.Memory.IsProved)
        {
            return DiscoveryResult.Failed(greeted.Problem ?? told.Problem ?? "does not answer as the Ollama it was");
        }

        // Nobody knows what is behind its names: an Ollama behind a proxy may pass some of them on.
        var named = await OpenAiDiscovery.ReadNamesAsync(client, cancellationToken);
        return named with { Note = NoOllama, Models = [.. named.Models.Select(m => m with { IsPlaceUnproved = true })] };
    }

    private static async Task<DiscoveryResult> ReadProvenAsync(ProbeClient client, string version, CancellationToken cancellationToken)
    {
        var running = client.GetAsideAsync("/api/ps", cancellationToken);
        var (judges, refuses) = (OllamaVersion.Judges(version), OllamaVersion.RefusesTooLong(version));
        var keys = new Dictionary<string, OllamaModelKey>(StringComparer.OrdinalIgnoreCase);
        var listed = ModelListing.Read(await client.GetAsync("/api/tags", cancellationToken), "models", item =>
        {
            var facts = OllamaTags.Facts(item, judges);
            if (facts is null)
            {
                return null;
            }

            keys.TryAdd(facts.Model, new OllamaModelKey(facts.Model, item.Text("digest") ?? ""));
            return facts with { CanRefuseTooLong = refuses };
        });
        var loaded = OllamaLoaded.Read(await running, client.Now);
        if (listed.Problem is not null)
        {
            return listed;
        }

        // Those without capabilities first: before 0.30 they are only reported for single models. For the others
        // only the context is still unknown.
        client.Memory.Own<OllamaMemory>().Keep(keys.Values.ToHashSet());
        await ShowAsync(
            client, [.. listed.Models.OrderBy(m => m.Capabilities is null ? 0 : 1).Select(m => keys[m.Model])], cancellationToken);
        var models = new OllamaModels(client.Memory, keys, OllamaVersion.ContextOf(version));
        return listed with { Models = models.Complete(listed.Models, loaded, client.Now) };
    }

    // A failure is asked again in the next round.
    private static Task ShowAsync(ProbeClient client, ImmutableArray<OllamaModelKey> models, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            models.Where(m => !client.Memory.Own<OllamaMemory>().Shown.ContainsKey(m)).Take(ShownInARound),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = CancellationToken.None },
            async (model, _) =>
            {
                var answer = await client.AskAsideAsync("/api/show", model.Model, cancellationToken);
                if (answer.Json is { } json)
                {
                    client.Memory.Own<OllamaMemory>().Shown[model] = OllamaShown.Read(json);
                }
            });
}
