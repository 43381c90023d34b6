using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An own machine that takes one request at a time, and Open WebUI's requests before it.</summary>
internal sealed class ChoreRig : IAsyncDisposable
{
    public const string Model = "qwen3:8b";
    public const string Small = "qwen2.5:0.5b";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public required CatalogRig Catalog { get; init; }

    public SimulatedBackend Own => Catalog.Own;

    public SimulatedBackend Cloud => Catalog.Cloud;

    public TestGateway Gateway => Catalog.Gateway;

    /// <summary>
    /// Routes: Chat on the own machine alone; Both there, then in the cloud. Chores are held back for no time, and give way at once.
    /// </summary>
    /// <param name="route">More of each route's entry, with a comma before it.</param>
    /// <param name="background">Other settings of the background.</param>
    /// <param name="extra">More of the configuration file, at its top level.</param>
    public static async Task<ChoreRig> StartAsync(
        string route = "", string background = "holdBack: 0s, giveWayAfter: 0s", string extra = "") => new()
        {
            Catalog = await CatalogRig.StartAsync(
            $$"""
            background: { {{background}} }
            routes:
              - { name: Chat, candidates: [ { backend: own, model: "{{Model}}" } ]{{route}} }
              - { name: Both, candidates: [ { backend: own, model: "{{Model}}" }, { backend: cloud, model: Qwen/Qwen3-8B } ]{{route}} }
            {{extra}}
            """,
            own: [Model, Small],
            warm: [Model, Small],
            queue: "maxConcurrent: 1"),
        };

    public static string Key(string owner) => $"sk-gw-12345678-a-key-of-{owner}-for-this-test";

    public static string Keys(params string[] owners) => "keys:\n" + string.Join('\n', owners.Select(o =>
        $"  - {{ name: {o}, owner: {o}, sha256: \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key(o))))}\" }}"));

    public void Hold() => Own.Script(Model, new ModelScript { Hold = true });

    public void Release() => Own.Release(Model);

    public async Task<HttpResponseMessage> SendAsync(string body, string? owner = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(body, null, "application/json");
        if (owner is not null)
        {
            request.Headers.Authorization = new("Bearer", Key(owner));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Catalog.Client.SendAsync(request);
    }

    /// <summary>What the own machine is asked next: the whole body.</summary>
    public async Task<JsonNode> NextAsync() => JsonNode.Parse((await Own.NextRequestAsync().WaitAsync(Patience)).Body)!;

    /// <summary>The same, as the text that it is about.</summary>
    public async Task<string> NextTextAsync() => (string)(await NextAsync())["messages"]!.AsArray().Last()!["content"]!;

    public Task WaitingAsync(int count) => Catalog.WaitingAsync(count);

    public Task ClientGoneAsync() => Own.NextClientGoneAsync().WaitAsync(Patience);

    public ValueTask DisposeAsync() => Catalog.DisposeAsync();
}
