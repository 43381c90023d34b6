using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Tests.Hosting;

/// <summary>One simulated backend of a provider, an OpenAI to fail over to, and a gateway in front of them.</summary>
internal sealed class ProviderRig : IAsyncDisposable
{
    public const string Model = "some/model-1";

    public required SimulatedBackend Backend { get; init; }

    public required SimulatedBackend Other { get; init; }

    public required TestGateway Gateway { get; init; }

    /// <summary>Tags: Only (the provider alone), First (the provider, then OpenAI).</summary>
    /// <param name="provider">As the configuration writes it.</param>
    /// <param name="path">What stands behind the backend's address.</param>
    /// <param name="facts">What is true of its model.</param>
    public static async Task<ProviderRig> StartAsync(string provider, string path = "", SimulatedModel? facts = null)
    {
        var personality = Enum.Parse<Personality>(provider, ignoreCase: true);
        var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions
            {
                Personality = personality,
                Models = [Model],
                Facts = new Dictionary<string, SimulatedModel> { [Model] = facts ?? new() }
            });
        var other = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var gateway = TestGateway.Start($$"""
            backends:
              - { name: it, provider: {{provider}}, url: "{{backend.Url}}{{path}}" }
              - { name: other, provider: openai, url: "{{other.Url}}" }
            routes:
              - { name: Only, candidates: [ { backend: it, model: {{Model}} } ] }
              - { name: First, candidates: [ { backend: it, model: {{Model}} }, { backend: other, model: sim-model } ] }
            """);
        return new ProviderRig { Backend = backend, Other = other, Gateway = gateway };
    }

    public void Script(ModelScript script) => Backend.Script(Model, script);

    public Task<HttpResponseMessage> ChatAsync(bool stream, string tag = "Only", bool asksForUsage = false)
    {
        var body = new JsonObject
        {
            ["model"] = tag,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
            ["stream"] = stream,
        };
        if (asksForUsage)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return SendAsync(body.ToJsonString());
    }

    public async Task<HttpResponseMessage> SendAsync(string json)
    {
        using var content = new StringContent(json, null, "application/json");
        return await Gateway.Client.PostAsync("/v1/chat/completions", content);
    }

    /// <summary>A stream that must begin, to its end.</summary>
    public async Task<Sse> StreamAsync(bool asksForUsage = false)
    {
        using var response = await ChatAsync(stream: true, asksForUsage: asksForUsage);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return new Sse(text);
    }

    /// <summary>The choice of an answer that is not streamed and must succeed.</summary>
    public async Task<JsonNode> ChoiceAsync()
    {
        using var response = await ChatAsync(stream: false);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        return JsonNode.Parse(text)!["choices"]!.AsArray().Single()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
        await Other.DisposeAsync();
    }
}
