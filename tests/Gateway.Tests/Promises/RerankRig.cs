using System.Text.Json.Nodes;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A simulated backend of each provider that ranks documents, an Ollama, and a gateway in front of them.</summary>
internal sealed class RerankRig : IAsyncDisposable
{
    public const string Model = "BAAI/bge-reranker-v2-m3";
    public const string LlamaModel = "bge-reranker-v2-m3-q8_0.gguf";

    /// <summary>What ranks "red apple": 2, then 0, then 1 and 3 alike.</summary>
    public const string Documents = """["a red car","the sea","a red apple","the sky"]""";

    private readonly Dictionary<string, SimulatedBackend> _backends = [];

    public required TestGateway Gateway { get; init; }

    public HttpClient Client => Gateway.Client;

    public SimulatedBackend this[string name] => _backends[name];

    /// <param name="extra">More of the configuration, at its top level.</param>
    public static async Task<RerankRig> StartAsync(string extra = "")
    {
        (string Name, Personality Personality, string[]? Models)[] all =
        [
            ("llamacpp", Personality.LlamaCpp, [LlamaModel]),
            ("vllm", Personality.Vllm, [Model]),
            ("siliconflow", Personality.SiliconFlow, null),
            ("ollama", Personality.Ollama, ["qwen3:8b", "bge-m3", "bge-reranker-v2-m3"]),
        ];
        var started = new Dictionary<string, SimulatedBackend>();
        foreach (var (name, personality, models) in all)
        {
            started[name] = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = models });
        }

        var yaml = $$"""
            backends:
              - { name: llamacpp, provider: llamacpp, url: "{{started["llamacpp"].Url}}" }
              - { name: vllm, provider: vllm, url: "{{started["vllm"].Url}}" }
              - { name: siliconflow, provider: siliconflow, url: "{{started["siliconflow"].Url}}v1" }
              - { name: ollama, provider: ollama, url: "{{started["ollama"].Url}}" }
            routes:
              - { name: Ranks, candidates: [ { backend: vllm, model: {{Model}} }, { backend: siliconflow, model: {{Model}} } ] }
            {{extra}}
            """;
        var rig = new RerankRig { Gateway = TestGateway.Start(yaml) };
        foreach (var (name, backend) in started)
        {
            rig._backends[name] = backend;
        }

        await KnownAsync(rig.Gateway, At("llamacpp"), At("vllm"), At("siliconflow"), "ollama/bge-m3");
        return rig;
    }

    /// <summary>Waits until the backends have said that they hold models of these names.</summary>
    public static async Task KnownAsync(TestGateway gateway, params string[] names)
    {
        var store = gateway.Services.GetRequiredService<SnapshotStore>();
        foreach (var name in names)
        {
            await WaitUntil.TrueAsync(() => store.Current.Routes.Match(name) is { Candidates: [{ Card.IsListed: true }, ..] });
        }
    }

    /// <summary>The name that means a provider's model alone.</summary>
    public static string At(string provider) => $"{provider}/{(provider == "llamacpp" ? LlamaModel : Model)}";

    public static string Body(string model, string more = "", string documents = Documents, string query = "\"red apple\"") =>
        $$"""{"model":"{{model}}","query":{{query}},"documents":{{documents}}{{more}}}""";

    public Task<HttpResponseMessage> SendAsync(string body, string path = "/v1/rerank") =>
        Client.PostAsync(path, new StringContent(body, null, "application/json"));

    /// <returns>An answer that must be one, whose two lists must be the same.</returns>
    public async Task<JsonNode> RankAsync(string body, string path = "/v1/rerank")
    {
        using var response = await SendAsync(body, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal(answer["results"]!.ToJsonString(), answer["data"]!.ToJsonString());
        return answer;
    }

    /// <summary>The indexes of an answer, in its order.</summary>
    public static string Order(JsonNode answer) => string.Join(' ', answer["results"]!.AsArray().Select(static r => (int)r!["index"]!));

    /// <summary>The body that a backend got last.</summary>
    public JsonNode Sent(string backend) => JsonNode.Parse(this[backend].Received[^1].Body)!;

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var backend in _backends.Values)
        {
            await backend.DisposeAsync();
        }
    }
}
