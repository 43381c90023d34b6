using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>A simulated Ollama, SiliconFlow and OpenAI, and a gateway in front of them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string LocalModel = "qwen2.5-coder:7b";
    public const string CloudModel = "Qwen/Qwen3-Coder-30B-A3B-Instruct";
    public const string OpenModel = "sim-model";

    public required SimulatedBackend Ollama { get; init; }

    public required SimulatedBackend Cloud { get; init; }

    public required SimulatedBackend Open { get; init; }

    public required TestGateway Gateway { get; init; }

    public HttpClient Client => Gateway.Client;

    /// <summary>Tags: Coder (Ollama, then the cloud), Local, Cloud, Open (one backend each).</summary>
    /// <param name="extra">More of the configuration file, at its top level.</param>
    /// <param name="backendExtra">More of each backend's entry, such as <c>idleTimeout: 1s</c>.</param>
    /// <param name="time">A clock instead of the system's.</param>
    /// <param name="drains">Whether the gateway stops as in production.</param>
    /// <param name="services">Changes to what the gateway is made of.</param>
    /// <param name="variables">What is set in its environment.</param>
    /// <param name="place">The folder of the gateway's files, which stays; null: one of its own.</param>
    public static async Task<Rig> StartAsync(
        string extra = "",
        string backendExtra = "",
        TimeProvider? time = null,
        bool drains = false,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string>? variables = null,
        string? place = null)
    {
        var ollama = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        var open = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var more = backendExtra.Length > 0 ? ", " + backendExtra : "";
        var yaml = $$"""
            backends:
              - { name: ollama, provider: ollama, url: "{{ollama.Url}}", maxConcurrent: 0{{more}} }
              - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false{{more}} }
              - { name: open, provider: openai, url: "{{open.Url}}"{{more}} }
            routes:
              - name: Coder
                aliases: [编程]
                candidates:
                  - { backend: ollama, model: "{{LocalModel}}" }
                  - { backend: cloud, model: {{CloudModel}} }
              - { name: Local, candidates: [ { backend: ollama, model: "{{LocalModel}}" } ] }
              - { name: Cloud, candidates: [ { backend: cloud, model: {{CloudModel}} } ] }
              - { name: Open, candidates: [ { backend: open, model: {{OpenModel}} } ] }
            {{extra}}
            """;
        return new Rig
        {
            Ollama = ollama,
            Cloud = cloud,
            Open = open,
            Gateway = TestGateway.Start(yaml, time, drains, services, variables, place)
        };
    }

    /// <summary>Sends a chat request and gives its response as soon as its head is there.</summary>
    public Task<HttpResponseMessage> ChatAsync(
        string model, bool stream = false, JsonObject? more = null, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
            ["stream"] = stream,
        };
        foreach (var (name, value) in more ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return SendAsync(body.ToJsonString(), cancellationToken);
    }

    public async Task<HttpResponseMessage> SendAsync(string json, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(json, null, "application/json");
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>A chat that must succeed, as JSON.</summary>
    public async Task<JsonNode> AnswerAsync(string model, JsonObject? more = null)
    {
        using var response = await ChatAsync(model, more: more);
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>A stream that must begin, to its end.</summary>
    public async Task<Sse> StreamAsync(string model, JsonObject? more = null)
    {
        using var response = await ChatAsync(model, stream: true, more);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new Sse(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Says that its ledger agrees with its backends, see <see cref="LedgerOf.AgreesAsync"/>.</summary>
    public Task AgreesAsync(bool mayLose = false) =>
        Gateway.AgreesAsync(mayLose, (Ollama, ["ollama"]), (Cloud, ["cloud"]), (Open, ["open"]));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Ollama.DisposeAsync();
        await Cloud.DisposeAsync();
        await Open.DisposeAsync();
    }
}
