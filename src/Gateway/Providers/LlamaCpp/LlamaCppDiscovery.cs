using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.LlamaCpp;

/// <summary>
/// Asks a llama.cpp server for its model, or for its models when it routes between several. A router loads a model it is asked about. So it
/// is asked only about loaded ones, and told to load none, since one may have been unloaded a moment ago.
/// </summary>
internal static class LlamaCppDiscovery
{
    private const int AtATime = 4;

    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(OpenAiDiscovery.Path, cancellationToken);
        var items = new Dictionary<string, LlamaCppItem>(StringComparer.OrdinalIgnoreCase);
        var listed = ModelListing.Read(answer, "data", item => Read(item, items));
        if (listed.Problem is not null)
        {
            return listed;
        }

        var isRouter = items.Values.Any(i => i.IsRouted);
        var props = await AskAsync(client, listed.Models, isRouter, cancellationToken);
        if (props.Values.FirstOrDefault(p => p.Build is not null)?.Build is { } build)
        {
            client.Memory.RunsAs(build);
        }

        // Stored after RunsAs, since another build forgets what was said before.
        foreach (var (model, said) in props)
        {
            client.Memory.Own<LlamaCppMemory>().Props[model] = said;
        }

        ImmutableArray<ModelFacts> models = [.. listed.Models.Select(m => props.TryGetValue(m.Model, out var said) ? said.AddTo(m) : m)];
        if (!isRouter && models is [var only] && only.IsWarm != false)
        {
            models = [await LlamaCppPurpose.AddToAsync(only, items[only.Model], client, cancellationToken)];
        }

        return listed with
        {
            // Observations take precedence over a guess, and a guess is not remembered.
            Models = [.. client.Memory.Last.Complete(models, m => items[m.Model].Setting).Select(LlamaCppItem.Complete)],
            Version = props.Values.FirstOrDefault()?.Build,
        };
    }

    private static ModelFacts? Read(JsonElement item, Dictionary<string, LlamaCppItem> items)
    {
        if (OpenAiDiscovery.Name(item) is not { } name)
        {
            return null;
        }

        var read = LlamaCppItem.Read(item);
        items.TryAdd(name.Model, read);
        return read.AddTo(name);
    }

    private static async Task<ConcurrentDictionary<string, LlamaCppProps>> AskAsync(
        ProbeClient client, ImmutableArray<ModelFacts> models, bool isRouter, CancellationToken cancellationToken)
    {
        var props = new ConcurrentDictionary<string, LlamaCppProps>();
        await Parallel.ForEachAsync(
            models.Where(m => isRouter ? m.IsWarm == true : models.Length == 1),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = CancellationToken.None },
            async (model, _) =>
            {
                var path = isRouter ? $"/props?model={Uri.EscapeDataString(model.Model)}&autoload=false" : "/props";
                var answer = await client.GetAsideAsync(path, cancellationToken);
                if (answer.Json is { } json)
                {
                    props[model.Model] = LlamaCppProps.Read(json);
                }
                else if ((answer.IsUnreachable || answer.Status >= 500) && !answer.IsLoading)
                {
                    // One missing answer does not mean another server; one that is loading its model may have been restarted.
                    if (client.Memory.Own<LlamaCppMemory>().Props.TryGetValue(model.Model, out var last))
                    {
                        props[model.Model] = last;
                    }
                }
                else
                {
                    client.Memory.Own<LlamaCppMemory>().Props.TryRemove(model.Model, out var _);
                }
            });
        return props;
    }
}
