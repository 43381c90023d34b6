using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises;

/// <summary>Three gateway processes on one Redis, before one simulated cloud.</summary>
internal sealed class ReplicaRig : IAsyncDisposable
{
    public const string Model = "sim-model";

    // Budgets over several gateways need a ledger that they share.
    private readonly PostgresServer _postgres = new();
    private TestDatabase? _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-replicas-");

    public required RedisServer Redis { get; init; }

    public required SimulatedBackend Backend { get; init; }

    public List<GatewayProcess> Processes { get; } = [];

    public List<Uri> Addresses { get; } = [];

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <param name="policy">The one policy.</param>
    /// <param name="script">How the backend's model answers.</param>
    public static async Task<ReplicaRig> StartAsync(string policy, ModelScript script)
    {
        var rig = new ReplicaRig
        {
            Redis = await RedisServer.StartAsync(),
            Backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi }),
        };
        rig.Backend.Script(Model, script);
        await rig._postgres.InitializeAsync();
        rig._database = await TestDatabase.CreateAsync("postgresql", rig._postgres);
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", TestDatabase.Key);
        for (var i = 0; i < 3; i++)
        {
            rig.StartOne(i, policy);
        }

        foreach (var process in rig.Processes)
        {
            await process.WaitForAsync("Now listening on");
        }

        // A process that has just started compiles its code while it answers, and to it Redis seems slow for as long.
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => rig.AskAsync(i % 3, name: "Free")));
        await WaitUntil.TrueAsync(() => rig.Processes.TrueForAll(HasRedis));
        return rig;
    }

    /// <summary>Sends one chat to a replica.</summary>
    /// <returns>Its status; 0 when the replica is gone.</returns>
    public async Task<int> AskAsync(int replica, int? maxTokens = null, string name = "Open", bool isStreamed = false)
    {
        var body = new JsonObject
        {
            ["model"] = name,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
        };
        if (maxTokens is { } most)
        {
            body["max_tokens"] = most;
        }

        if (isStreamed)
        {
            body["stream"] = true;
        }

        try
        {
            using var response = await Client.PostAsJsonAsync(new Uri(Addresses[replica], "/v1/chat/completions"), body);
            await response.Content.ReadAsByteArrayAsync();
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>Whether a replica was without its Redis, for whoever reads why a test failed.</summary>
    public string WhatRedisDid =>
        string.Join('\n', Processes.SelectMany(p => p.Output.Split('\n')).Where(l => l.Contains("Redis", StringComparison.Ordinal)));

    public async Task<decimal> UsedAsync(string limit)
    {
        var limits = await Client.GetFromJsonAsync<JsonNode>(new Uri(Addresses[^1], "/v1/usage/limits"));
        return (decimal)limits!["data"]!.AsArray().Single(l => (string?)l!["limit"] == limit)!["used"]!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await Redis.DisposeAsync();
        await _postgres.DisposeAsync();
        _database?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool HasRedis(GatewayProcess process)
    {
        var output = process.Output;
        return output.LastIndexOf("[3101]", StringComparison.Ordinal) > output.LastIndexOf("[3100]", StringComparison.Ordinal);
    }

    private void StartOne(int number, string policy)
    {
        var folder = _folder.CreateSubdirectory($"{number}");
        var data = new Uri($"http://127.0.0.1:{GatewayProcess.FreePort()}");
        File.WriteAllText(Path.Combine(folder.FullName, "gateway.yaml"), $$"""
            listen: { data: "{{data.OriginalString}}", admin: "http://127.0.0.1:{{GatewayProcess.FreePort()}}" }
            backends: [ { name: open, provider: openai, url: "{{Backend.Url}}", maxConcurrent: 0 } ]
            routes: [ { name: Open, candidates: [ { backend: open, model: {{Model}} } ] }, { name: Free, candidates: [ { backend: open, model: free-model } ] } ]
            models: [ { model: {{Model}}, price: { currency: CNY, input: 1, output: 1, asOf: 2026-11-24 } } ]
            {{_database!.YamlWithKey}}
            quotas:
              redis: { endpoints: [ "{{Redis.Address}}" ] }
              policies: [ {{policy}} ]
            """);
        Addresses.Add(data);
        Processes.Add(GatewayProcess.Start(folder.FullName, "--config", Path.Combine(folder.FullName, "gateway.yaml")));
    }
}
