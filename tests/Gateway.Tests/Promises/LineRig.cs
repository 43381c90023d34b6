using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Attempts;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>An own machine with two models, a cloud, and a gateway on fake time that lets its lines be looked at.</summary>
internal sealed class LineRig : IAsyncDisposable
{
    public const string Large = "qwen2.5:32b";
    public const string Small = "qwen2.5:7b";
    public const string CloudModel = "Qwen/Qwen3-8B";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public required SimulatedBackend Own { get; init; }

    public required SimulatedBackend Cloud { get; init; }

    public required TestGateway Gateway { get; init; }

    public FakeTimeProvider Time { get; private init; } = null!;

    /// <summary>Routes: Large and Small (the own machine alone), Spills (the small model, then the cloud).</summary>
    /// <param name="own">More of the own backend's entry, with a comma before it.</param>
    /// <param name="extra">More of the configuration, at its top level.</param>
    /// <param name="provider">What the own machine is.</param>
    /// <param name="cloud">More of the cloud's entry, with a comma before it.</param>
    /// <param name="route">More of the route Spills, with a comma before it.</param>
    /// <param name="script">What is set before the gateway starts.</param>
    /// <param name="options">Changes to how the own machine is started: by default with one answer at a time and model, as a real
    /// one.</param>
    public static async Task<LineRig> StartAsync(
        string own = "",
        string extra = "",
        string provider = "ollama",
        string cloud = "",
        string route = "",
        Action<SimulatedBackend>? script = null,
        Func<SimulatorOptions, SimulatorOptions>? options = null)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var personality = Enum.Parse<Personality>(provider, ignoreCase: true);
        var models = personality == Personality.LlamaCpp ? new[] { Small } : [Large, Small];
        var started = new SimulatorOptions
        {
            Personality = personality,
            Models = models,
            Warm = models,
            Parallel = personality == Personality.Ollama ? 1 : null
        };
        var machine = await SimulatedBackend.StartAsync(options?.Invoke(started) ?? started);
        var far = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        script?.Invoke(machine);
        var gateway = TestGateway.Start(
            $$"""
            backends:
              - { name: own, provider: {{provider}}, url: "{{machine.Url}}"{{own}} }
              - { name: cloud, provider: siliconflow, url: "{{far.Url}}v1", local: false{{cloud}} }
            routes:
              - { name: Large, candidates: [ { backend: own, model: "{{Large}}" } ] }
              - { name: Small, candidates: [ { backend: own, model: "{{Small}}" } ] }
              - { name: Spills, candidates: [ { backend: own, model: "{{Small}}" }, { backend: cloud, model: {{CloudModel}} } ]{{route}} }
            {{extra}}
            """,
            time);
        return new LineRig { Own = machine, Cloud = far, Gateway = gateway, Time = time };
    }

    /// <summary>The lines before the own machine; null while none of them was needed.</summary>
    public BackendLines? Lines => LinesOf("own");

    public BackendLines? LinesOf(string backend) => Gateway.Services.GetRequiredService<Guards<AttemptOutcome>>()
        .LinesOf(Gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends[backend]);

    public async Task<HttpResponseMessage> ChatAsync(string model, bool stream = false, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(CatalogRig.Body(model, stream ? ",\"stream\":true" : ""), null, "application/json");
        return await Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>A chat that the own machine has received and holds.</summary>
    public async Task<Task<HttpResponseMessage>> HoldAsync(string model, bool stream = false)
    {
        Own.Script(model == "Large" ? Large : Small, new ModelScript { Hold = true });
        var chat = ChatAsync(model, stream);
        await Own.NextRequestAsync().WaitAsync(Patience);
        return chat;
    }

    /// <summary>Lets the own machine answer whatever it holds, until all are served.</summary>
    public async Task FinishAsync(params Task[] chats)
    {
        var all = Task.WhenAll(chats);
        foreach (var model in Own.Models)
        {
            Own.Script(model, new ModelScript());
        }

        await WaitUntil.TrueAsync(() =>
        {
            foreach (var model in Own.Models)
            {
                Own.Release(model);
            }

            return all.IsCompleted;
        });
        await all;
    }

    public Task WaitingAsync(int count) => WaitUntil.TrueAsync(() => (Lines?.Waiting ?? 0) == count);

    /// <summary>Lets time pass until something is over, in steps that leave everybody time to act.</summary>
    /// <returns>How much time passed.</returns>
    public async Task<TimeSpan> PassAsync(Task until, TimeSpan most, double step = 0.5)
    {
        var began = Time.GetTimestamp();
        while (!until.IsCompleted && Time.GetElapsedTime(began) < most)
        {
            Time.Advance(TimeSpan.FromSeconds(step));
            await Task.WhenAny(until, Task.Delay(5));
        }

        return Time.GetElapsedTime(began);
    }

    /// <summary>Lets time pass until the gateway knows that the own machine serves again.</summary>
    public async Task KnownToServeAsync()
    {
        for (var steps = 0; (bool)(await StateAsync())["isLoading"]!; steps++)
        {
            Assert.InRange(steps, 0, 600);
            await PassAsync(Task.Delay(TimeSpan.FromMilliseconds(20)), TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>How the own backend is, as the admin API tells.</summary>
    public async Task<JsonNode> StateAsync() =>
        (await Gateway.Client.GetFromJsonAsync<JsonNode>(new Uri(Gateway.AdminUrl, "/admin/v1/backends/own")))!;

    /// <summary>The share that the small model has, and how it is.</summary>
    public async Task<(double Share, string Health)> HealthAsync()
    {
        var model = (await StateAsync())["models"]!.AsArray().Single(m => (string?)m!["name"] == Small)!;
        return ((double)model["share"]!, (string)model["health"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Own.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}
