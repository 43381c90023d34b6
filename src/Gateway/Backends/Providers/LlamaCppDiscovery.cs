using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// Asks a llama.cpp server for its model, or for its models when it routes between several. A router loads a model that it is asked
/// about, so it is asked about loaded ones only, and told to load none: one may have been put away a moment ago.
/// </summary>
internal static class LlamaCppDiscovery
{
    private const int AtATime = 4;

    public static async Task<DiscoveryResult> ReadAsync(ProbeClient client, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(OpenAiDiscovery.Path, cancellationToken);
        var listed = ModelListing.Read(answer, "data", Facts);
        if (listed.Problem is not null)
        {
            return listed;
        }

        var isRouter = answer.Json?.List("data")?.Any(i => StatusOf(i) is not null) == true;
        var props = new ConcurrentDictionary<string, LlamaCppProps>();
        await Parallel.ForEachAsync(
            listed.Models.Where(m => isRouter ? m.IsWarm == true : listed.Models.Length == 1),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = CancellationToken.None },
            async (model, _) =>
            {
                var path = isRouter ? $"/props?model={Uri.EscapeDataString(model.Model)}&autoload=false" : "/props";
                if ((await client.GetAsideAsync(path, cancellationToken)).Json is { } json)
                {
                    props[model.Model] = LlamaCppProps.Read(json);
                }
            });
        return listed with
        {
            Models = [.. listed.Models.Select(m => props.TryGetValue(m.Model, out var said) ? said.AddTo(m) : m)],
            Version = props.Values.FirstOrDefault()?.Build,
        };
    }

    private static ModelFacts? Facts(JsonElement item)
    {
        // Null while the model is loaded.
        var meta = item.Member("meta") ?? default;
        return OpenAiDiscovery.Name(item) is not { } name
            ? null
            : name with
            {
                Judges = Tag.None,
                ContextLength = meta.Count("n_ctx_train"),
                ParameterSize = SizeOf(meta.Member("n_params")),
                IsWarm = StatusOf(item) is { } status ? status == "loaded" : null,
            };
    }

    private static string? StatusOf(JsonElement item) => (item.Member("status") ?? default).Text("value");

    private static string? SizeOf(JsonElement? count) =>
        count is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var parameters) || parameters <= 0 ? null
        : parameters >= 1_000_000_000 ? (parameters / 1e9m).ToString("0.##", CultureInfo.InvariantCulture) + "B"
        : (parameters / 1e6m).ToString("0.##", CultureInfo.InvariantCulture) + "M";
}
