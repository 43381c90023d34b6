using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>A gateway before a backend that writes what a test tells it, and a simulated OpenAI to fail over to.</summary>
internal sealed class WritingRig : IAsyncDisposable
{
    public required WritingBackend Written { get; init; }

    public required SimulatedBackend Other { get; init; }

    public required TestGateway Gateway { get; init; }

    /// <summary>What all streams hold back, as it is counted.</summary>
    public long Held => Gateway.Services.GetRequiredService<HoldBudget>().Held;

    /// <summary>Routes: Only (the written one), First (that, then the other).</summary>
    /// <param name="answer">Writes the body of an event stream.</param>
    /// <param name="extra">More of the configuration file, at its top level.</param>
    /// <param name="backendExtra">More of the written backend's entry.</param>
    /// <param name="time">A clock instead of the system's.</param>
    public static async Task<WritingRig> StartAsync(
        Func<HttpContext, Task> answer, string extra = "", string backendExtra = "", TimeProvider? time = null)
    {
        var written = await WritingBackend.StartAsync(answer);
        var other = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        other.Script("sim-model", new ModelScript { Text = "the other one" });
        var more = backendExtra.Length > 0 ? ", " + backendExtra : "";
        var gateway = TestGateway.Start(
            $$"""
            backends:
              - { name: written, provider: openai, url: "{{written.Url}}"{{more}} }
              - { name: other, provider: openai, url: "{{other.Url}}" }
            routes:
              - { name: Only, candidates: [ { backend: written, model: {{WritingBackend.Model}} } ] }
              - { name: First, candidates: [ { backend: written, model: {{WritingBackend.Model}} }, { backend: other, model: sim-model } ] }
            {{extra}}
            """,
            time);
        return new WritingRig { Written = written, Other = other, Gateway = gateway };
    }

    public Task<HttpResponseMessage> ChatAsync(string model, bool stream = true, string prompt = "Say something.")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                new JsonObject
                {
                    ["model"] = model,
                    ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
                    ["stream"] = stream,
                }.ToJsonString(),
                null,
                "application/json"),
        };
        return Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The most that all streams hold back while a backend writes.</summary>
    public async Task<long> MostHeldAsync(CancellationToken until)
    {
        var most = 0L;
        while (!until.IsCancellationRequested)
        {
            most = Math.Max(most, Held);
            await Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }

        return most;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Written.DisposeAsync();
        await Other.DisposeAsync();
    }
}
