using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Names;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>
/// A simulated Ollama of one's own, a simulated SiliconFlow as the cloud, and a gateway that knows of them only what they say.
/// </summary>
internal sealed class CatalogRig : IAsyncDisposable
{
    /// <summary>
    /// A price for the small coder that the simulated cloud still lists, so that it goes before larger ones, whose prices are known.
    /// </summary>
    public const string FreeSmallCoder =
        "models: [ { model: Qwen/Qwen2.5-Coder-7B-Instruct, price: { currency: CNY, input: 0, output: 0, asOf: 2026-11-24 } } ]";

    public required SimulatedBackend Own { get; init; }

    public required SimulatedBackend Cloud { get; init; }

    public required TestGateway Gateway { get; init; }

    public HttpClient Client => Gateway.Client;

    /// <param name="extra">More of the configuration file, at its top level.</param>
    /// <param name="own">The models of the own machine; none: the simulator's usual ones.</param>
    /// <param name="facts">What is true of them.</param>
    /// <param name="warm">Those that are loaded.</param>
    /// <param name="queue">How many the own machine takes at a time, and the line before it.</param>
    /// <param name="place">The folder of the gateway's files, which stays; null: one of its own.</param>
    public static async Task<CatalogRig> StartAsync(
        string extra = "", IReadOnlyList<string>? own = null, Dictionary<string, SimulatedModel>? facts = null,
        IReadOnlyList<string>? warm = null, string queue = "maxConcurrent: 0", string? place = null)
    {
        var ollama =
            await SimulatedBackend.StartAsync(new SimulatorOptions
            {
                Personality = Personality.Ollama,
                Models = own,
                Facts = facts,
                Warm = warm
            });
        var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        var gateway = TestGateway.Start($$"""
            backends:
              - { name: own, provider: ollama, url: "{{ollama.Url}}", {{queue}} }
              - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false }
            {{extra}}
            """, place: place);
        return new CatalogRig { Own = ollama, Cloud = cloud, Gateway = gateway };
    }

    /// <param name="model">What the client asks for.</param>
    /// <param name="members">More members of the body, each with a comma before it.</param>
    /// <param name="content">The message's content as JSON.</param>
    public static string Body(string model, string members = "", string content = "\"hi\"") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{content}}}]{{members}}}""";

    public async Task<HttpResponseMessage> SendAsync(
        string body, string path = "/v1/chat/completions", string? session = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, null, "application/json");
        if (session is not null)
        {
            request.Headers.Add("x-session-id", session);
        }

        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <returns>Who answers a chat that must succeed, as backend/model.</returns>
    public async Task<string> ServedAsync(string body, string? session = null)
    {
        using var response = await SendAsync(body, session: session);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return $"{response.Header("x-gateway-backend")}/{response.Header("x-gateway-model")}";
    }

    /// <returns>The explanation of a body.</returns>
    public async Task<JsonNode> ExplainAsync(string body, string? key = null)
    {
        using var response = await SendAsync(body, "/v1/route/explain", key: key);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Waits until the backends have said that they hold models of these names.</summary>
    public async Task KnownAsync(params string[] models)
    {
        foreach (var model in models)
        {
            await WaitUntil.TrueAsync(() =>
                Gateway.Services.GetRequiredService<SnapshotStore>().Current.Routes.Match(model) is
                { Kind: RouteKind.Model, Candidates: [{ Card.IsListed: true }, ..] });
        }
    }

    /// <summary>Waits until so many stand in line before the own machine.</summary>
    public async Task WaitingAsync(int count)
    {
        var backend = Gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends["own"];
        var queue = Gateway.Services.GetRequiredService<Guards<AttemptOutcome>>().LinesOf(backend)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (queue.Waiting != count)
        {
            await Task.Delay(1, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Own.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}
