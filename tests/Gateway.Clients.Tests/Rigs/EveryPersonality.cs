using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Readers;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Rigs;

/// <summary>
/// A simulated backend of each personality, with a model for each scenario, and one gateway before all of them. Nothing is
/// scripted anew after the start, so that all tests share it.
/// </summary>
public sealed class EveryPersonality : IAsyncLifetime
{
    public const string Words =
        "one two three four five six seven eight nine ten "
        + "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    public const string Reasoning = "let me think";
    public const string Answer = "the answer";
    public const string Note = "note.txt";

    private static readonly IReadOnlyDictionary<Scenario, ModelScript> Scripts = new Dictionary<Scenario, ModelScript>
    {
        [Scenario.Text] = new() { Text = Words },
        [Scenario.Tools] = new()
        {
            ToolCalls =
            [
                new() { Name = "weather", Arguments = """{"city":"Paris"}""" },
                new() { Name = "time", Arguments = """{"zone":"CET"}""" },
            ],
        },
        [Scenario.Reasoning] = new() { Reasoning = Reasoning, Text = Answer },
        [Scenario.ThinkTags] = new() { Reasoning = Reasoning, ReasoningField = "think", Text = Answer },
        [Scenario.ToolRun] = new()
        {
            ToolCalls = [new() { Name = "Read", Arguments = $$"""{"filepath":"{{Note}}"}""" }],
            TextAfterTools = true,
        },
    };

    private readonly Dictionary<Personality, SimulatedBackend> _backends = [];
    private readonly HttpClient _direct = new(new SocketsHttpHandler { UseProxy = false });
    private TestGateway? _gateway;

    internal TestGateway Gateway => _gateway!;

    /// <summary>The names that the tests of one scenario go through, with their personality.</summary>
    public static IEnumerable<string> RoutesOf(params IEnumerable<Scenario> scenarios) =>
        from personality in Enum.GetValues<Personality>() from scenario in scenarios select RouteOf(personality, scenario);

    public static string RouteOf(Personality personality, Scenario scenario) => $"{personality}-{scenario}";

    public async ValueTask InitializeAsync()
    {
        var backends = new StringBuilder("backends:\n");
        var routes = new StringBuilder("routes:\n");
        foreach (var personality in Enum.GetValues<Personality>())
        {
            var backend = _backends[personality] = await StartAsync(personality);
            var provider = personality == Personality.OllamaOld ? "ollama" : personality.ToString().ToLowerInvariant();
            var entry = $"name: {personality}, provider: {provider}, url: \"{backend.Url}\", maxConcurrent: 0";
            backends.Append(CultureInfo.InvariantCulture, $"  - {{ {entry} }}\n");
            foreach (var scenario in Scripts.Keys)
            {
                var candidate = $"{{ backend: {personality}, model: \"{ModelOf(scenario)}\" }}";
                var name = RouteOf(personality, scenario);
                routes.Append(CultureInfo.InvariantCulture, $"  - {{ name: {name}, candidates: [ {candidate} ] }}\n");
            }
        }

        _gateway = TestGateway.Start($"{backends}{routes}");
    }

    internal SimulatedBackend Of(Personality personality) => _backends[personality];

    /// <summary>What the backend itself streams.</summary>
    internal Task<Sse> DirectAsync(Personality personality, Scenario scenario, bool asksForUsage) =>
        StreamAsync(_direct, new Uri(Of(personality).Url, "v1/chat/completions"), ModelOf(scenario), scenario, asksForUsage);

    /// <summary>What the gateway makes of it.</summary>
    internal Task<Sse> ThroughGatewayAsync(Personality personality, Scenario scenario, bool asksForUsage) =>
        StreamAsync(Gateway.Client, new Uri(Gateway.Url, "v1/chat/completions"), RouteOf(personality, scenario), scenario, asksForUsage);

    /// <summary>The usage that the backend tells, which is the truth.</summary>
    internal async Task<Tokens> UsedAsync(Personality personality, Scenario scenario)
    {
        var stream = await DirectAsync(personality, scenario, asksForUsage: true);
        return Tokens.Of(stream.Events.Select(e => e["usage"]).Last(u => u is not null))!;
    }

    public async ValueTask DisposeAsync()
    {
        _direct.Dispose();
        await Gateway.DisposeAsync();
        foreach (var backend in _backends.Values)
        {
            await backend.DisposeAsync();
        }
    }

    // One that thinks is known by its name everywhere.
    private static string ModelOf(Scenario scenario) =>
        scenario == Scenario.ThinkTags ? "deepseek-r1:8b" : $"sim-{scenario}".ToLowerInvariant();

    private static async Task<SimulatedBackend> StartAsync(Personality personality)
    {
        var facts = new SimulatedModel
        {
            Capabilities = ["completion", "tools", "thinking", "vision"],
            ContextLength = 65536,
            ServedContext = 65536,
        };
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
        {
            Personality = personality,
            Models = [.. Scripts.Keys.Select(ModelOf)],
            Facts = Scripts.Keys.ToDictionary(ModelOf, _ => facts),
        });
        foreach (var (scenario, script) in Scripts)
        {
            backend.Script(ModelOf(scenario), script);
        }

        return backend;
    }

    private static JsonNode? Tool(string name) =>
        JsonNode.Parse($$$$"""{"type":"function","function":{"name":"{{{{name}}}}","parameters":{"type":"object"}}}""");

    private static async Task<Sse> StreamAsync(HttpClient client, Uri address, string model, Scenario scenario, bool asksForUsage)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" }),
            ["stream"] = true,
        };
        if (asksForUsage)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        if (scenario == Scenario.Tools)
        {
            body["tools"] = new JsonArray(Tool("weather"), Tool("time"));
        }

        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        using var response = await client.PostAsync(address, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return new Sse(text);
    }
}
