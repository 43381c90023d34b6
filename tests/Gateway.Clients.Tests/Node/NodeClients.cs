using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Readers;

namespace Gateway.Clients.Tests.Node;

/// <summary>OpenAI's Node library and two lines of the AI SDK, each run as a program against a gateway.</summary>
public sealed class NodeClients
{
    private readonly NodePackages _packages = new("libraries");
    private readonly ConcurrentDictionary<(Uri, string, bool), Lazy<Task<Dictionary<string, JsonNode>>>> _readings = [];

    /// <summary>What a client understood of one streamed answer.</summary>
    public async Task<JsonNode> RunAsync(string client, Uri gateway, string model, string key = "unused") =>
        (await ReadAsync(client, gateway, streams: true, [model], key)).Single();

    /// <summary>What it understood of one of many answers that do not change. One run of a client reads all of them.</summary>
    internal async Task<JsonNode> OneOfAsync(string client, Uri gateway, bool streams, IEnumerable<string> models, string model)
    {
        var readings = _readings.GetOrAdd((gateway, client, streams), _ => new(() => ReadAllAsync(client, gateway, streams, [.. models])));
        return (await readings.Value)[model];
    }

    /// <summary>The vectors that a client understood of some texts, or its error.</summary>
    public async Task<JsonNode> EmbedAsync(string client, Uri gateway, string model, params IEnumerable<string> texts)
    {
        var (exit, output, error) = await _packages.RunAsync(
            "embed.mjs",
            _packages.Folder,
            new Dictionary<string, string> { ["OPENAI_API_KEY"] = "unused" },
            [client, new Uri(gateway, "v1").ToString(), model, .. texts]);
        Assert.True(exit == 0, output + error);
        return JsonNode.Parse(output)!;
    }

    internal static Tokens TokensOf(JsonNode result) =>
        new((int)result["tokens"]!["prompt"]!, (int)result["tokens"]!["completion"]!, (int)result["tokens"]!["total"]!);

    private async Task<Dictionary<string, JsonNode>> ReadAllAsync(string client, Uri gateway, bool streams, string[] models)
    {
        var results = await ReadAsync(client, gateway, streams, models);
        return models.Zip(results).ToDictionary(r => r.First, r => r.Second);
    }

    private async Task<IReadOnlyList<JsonNode>> ReadAsync(string client, Uri gateway, bool streams, string[] models, string key = "unused")
    {
        var (exit, output, error) = await _packages.RunAsync(
            "main.mjs",
            _packages.Folder,
            new Dictionary<string, string> { ["OPENAI_API_KEY"] = key },
            [client, new Uri(gateway, "v1").ToString(), streams ? "stream" : "whole", .. models]);
        Assert.True(exit == 0, output + error);
        return [.. JsonNode.Parse(output)!.AsArray().Select(r => r!)];
    }
}
