using System.Security.Cryptography;
using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Deploy;

/// <summary>
/// The built gateway before simulated backends, with teams, limits, prices, a Redis and a database, and clients at work on it.
/// </summary>
internal sealed class ScrapedGateway : IAsyncDisposable
{
    private const string CloudModel = "Qwen/Qwen3-Coder-30B-A3B-Instruct";
    private const string MovedModel = "Qwen/Qwen3-8B";
    private const string BrokenModel = "qwen3:8b";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-scraped-");
    private readonly List<SimulatedBackend> _backends = [];
    private GatewayProcess _process = null!;

    public Uri Url { get; } = new($"http://127.0.0.1:{GatewayProcess.FreePort()}");

    public Uri AdminUrl { get; } = new($"http://127.0.0.1:{GatewayProcess.FreePort()}");

    public required RedisServer Redis { get; init; }

    // Budgets that are counted in Redis need a ledger that can be shared.
    private readonly PostgresServer _postgres = new();

    public string Output => _process.Output;

    public static async Task<ScrapedGateway> StartAsync()
    {
        var gateway = new ScrapedGateway { Redis = await RedisServer.StartAsync() };
        var ollama = await gateway.BackendAsync(Personality.Ollama);
        // It fails whoever asks for it, so that others have to answer.
        ollama.Script(BrokenModel, new ModelScript { Error = "runnerError" });
        var cloud = await gateway.BackendAsync(Personality.SiliconFlow);
        // Its provider answers with another model, and bills that.
        cloud.Script(MovedModel, new ModelScript { AnsweredAs = CloudModel });
        var open = await gateway.BackendAsync(Personality.OpenAi);
        await gateway._postgres.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", gateway._postgres);
        var connection = Path.Combine(gateway._folder.FullName, "connection");
        File.Copy(database.Config.Connection!.File!, connection);
        var path = Path.Combine(gateway._folder.FullName, "gateway.yaml");
        await File.WriteAllTextAsync(path, gateway.Configuration(ollama, cloud, open, connection));
        gateway._process = GatewayProcess.Start(gateway._folder.FullName, "--config", path);
        await gateway._process.WaitForAsync("Now listening on");
        return gateway;
    }

    /// <summary>The key of one of the two teams.</summary>
    public static string KeyOf(string team) => $"sk-gw-of-team-{team}";

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string HashOf(string team) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(team))));

    private async Task<SimulatedBackend> BackendAsync(Personality personality)
    {
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality });
        _backends.Add(backend);
        return backend;
    }

    // Room for one at a time at the first backend makes a line before it; one request a minute makes refusals for the blue team.
    private string Configuration(SimulatedBackend ollama, SimulatedBackend cloud, SimulatedBackend open, string connection) => $$"""
        listen: { data: "{{Url.OriginalString}}", admin: "{{AdminUrl.OriginalString}}" }
        backends:
          - { name: ollama, provider: ollama, url: "{{ollama.Url}}", maxConcurrent: 1 }
          - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false }
          - { name: open, provider: openai, url: "{{open.Url}}", maxConcurrent: 0 }
          - { name: away, provider: openai, url: "http://127.0.0.1:{{GatewayProcess.FreePort()}}", maxConcurrent: 0 }
          - { name: unset, provider: openai, url: "http://127.0.0.1:{{GatewayProcess.FreePort()}}", credential: { env: GATEWAY_TEST_IS_NOT_SET } }
        routes:
          - name: Coder
            candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" } ]
          - { name: Moved, candidates: [ { backend: cloud, model: {{MovedModel}} } ] }
          - name: Paid
            candidates: [ { backend: cloud, model: {{CloudModel}} } ]
          - name: Shaky
            candidates: [ { backend: ollama, model: "{{BrokenModel}}" }, { backend: cloud, model: {{CloudModel}} } ]
          - name: Gone
            candidates: [ { backend: away, model: {{Rig.OpenModel}} } ]
          - name: Open
            candidates: [ { backend: open, model: {{Rig.OpenModel}} } ]
        models:
          - { model: {{CloudModel}}, price: { currency: CNY, input: 1000, output: 1000, asOf: 2026-11-24 } }
        keys:
          - { name: red-key, owner: ann, team: red, sha256: "{{HashOf("red")}}" }
          - { name: blue-key, owner: bob, team: blue, sha256: "{{HashOf("blue")}}" }
        storage: { provider: postgresql, connection: { file: "{{connection}}" } }
        quotas:
          redis: { endpoints: [ "{{Redis.Address}}" ] }
          policies:
            - { per: team, of: red, tokensPerDay: 100000000, moneyPerMonth: 100000 }
            - { per: team, of: blue, requestsPerMinute: 1 }
        """;
}
