using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Rigs;

namespace Gateway.Clients.Tests.Node;

/// <summary>OpenAI's Node library and two lines of the AI SDK, each run as a program against a gateway.</summary>
public sealed class NodeClients
{
    private static readonly Scenario[] Shared = [Scenario.Text, Scenario.Tools, Scenario.Reasoning, Scenario.ThinkTags];

    private readonly NodePackages _packages = new("libraries");
    private readonly ConcurrentDictionary<(string Client, bool Streams), Lazy<Task<Dictionary<string, JsonNode>>>> _readings = [];

    /// <summary>What a client understood of one streamed answer.</summary>
    public async Task<JsonNode> RunAsync(string client, Uri gateway, string model, string key = "unused") =>
        (await ReadAsync(client, gateway, streams: true, [model], key)).Single();

    /// <summary>What it understood of one of the shared answers. One run of a client reads all of them.</summary>
    internal async Task<JsonNode> ReadingAsync(EveryPersonality rig, string client, bool streams, string route)
    {
        var readings = await _readings.GetOrAdd((client, streams), _ => new(() => ReadAllAsync(rig, client, streams))).Value;
        return readings[route];
    }

    private async Task<Dictionary<string, JsonNode>> ReadAllAsync(EveryPersonality rig, string client, bool streams)
    {
        string[] routes = [.. EveryPersonality.RoutesOf(Shared)];
        var results = await ReadAsync(client, rig.Gateway.Url, streams, routes);
        return routes.Zip(results).ToDictionary(r => r.First, r => r.Second);
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
