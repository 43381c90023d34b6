using System.Diagnostics;
using Gateway.Attempts;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Telemetry;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// A <see cref="Rig"/> with routes over all three of its backends, which take two at a time, and a clock that stands still:
/// <c>Hedged</c>, and <c>Single</c>, which is not. Ollama comes first, then the cloud, then open.
/// </summary>
internal sealed class HedgeRig : IAsyncDisposable
{
    public static readonly TimeSpan P95 = TimeSpan.FromMilliseconds(100);

    public required Rig Rig { get; init; }

    public required FakeTimeProvider Time { get; init; }

    public SimulatedBackend First => Rig.Ollama;

    public SimulatedBackend Second => Rig.Cloud;

    public SimulatedBackend Third => Rig.Open;

    public TestGateway Gateway => Rig.Gateway;

    /// <param name="secondPlaces">How many requests the second backend takes at a time.</param>
    public static async Task<HedgeRig> StartAsync(int secondPlaces = 2)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var ollama = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        var open = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var candidates = $$"""
            [ { backend: ollama, model: "{{Rig.LocalModel}}" }, { backend: cloud, model: {{Rig.CloudModel}} }, { backend: open, model: {{Rig.OpenModel}} } ]
            """;
        var yaml = $$"""
            backends:
              - { name: ollama, provider: ollama, url: "{{ollama.Url}}", maxConcurrent: 2 }
              - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false, maxConcurrent: {{secondPlaces}} }
              - { name: open, provider: openai, url: "{{open.Url}}", maxConcurrent: 2 }
            routes:
              - { name: Hedged, hedge: true, candidates: {{candidates}} }
              - { name: Single, candidates: {{candidates}} }
              - { name: Cloud, candidates: [ { backend: cloud, model: {{Rig.CloudModel}} } ] }
            """;
        var rig = new Rig { Ollama = ollama, Cloud = cloud, Open = open, Gateway = TestGateway.Start(yaml, time) };
        return new HedgeRig { Rig = rig, Time = time };
    }

    public IReadOnlyList<Candidate> Candidates =>
        Gateway.Services.GetRequiredService<SnapshotStore>().Current.Routes.Match("Hedged")!.Candidates;

    /// <summary>As if so many requests had been answered, each after <see cref="P95"/>.</summary>
    public void Measured(string route = "Hedged", int count = RecentValues.Enough)
    {
        var times = Gateway.Services.GetRequiredService<HedgeTimes>();
        for (var i = 0; i < count; i++)
        {
            times.Of(route, isStreamed: true).Add(P95);
            times.Of(route, isStreamed: false).Add(P95);
        }
    }

    public void HoldFirst(string? error = null) => First.Script(Rig.LocalModel, new ModelScript { Hold = true, Error = error });

    public void HoldSecond(string? error = null) => Second.Script(Rig.CloudModel, new ModelScript { Hold = true, Error = error });

    public void ReleaseFirst() => First.Release(Rig.LocalModel);

    public void ReleaseSecond() => Second.Release(Rig.CloudModel);

    /// <summary>Sends a request, waits until the first backend has it, and lets it be late.</summary>
    public async Task<Task<HttpResponseMessage>> LateAsync(bool stream, CancellationToken cancellationToken = default)
    {
        var answer = Rig.ChatAsync("Hedged", stream, cancellationToken: cancellationToken);
        await First.NextRequestAsync(CancellationToken.None);
        Time.Advance(P95);
        return answer;
    }

    /// <summary>The line of the log about a response.</summary>
    public Task<string> LineOfAsync(HttpResponseMessage response) =>
        Gateway.Log.WaitForAsync($" 4000 {response.Headers.GetValues("x-request-id").Single()}");

    /// <summary>Until no backend runs anything for anybody, no place is taken and no body is held.</summary>
    public async Task NothingIsHeldAsync()
    {
        await Until(() => Candidates.All(c => c.Load.InFlight == 0) && Running().Sum() == 0 && Held == 0,
            () =>
                $"in flight {string.Join(' ', Candidates.Select(c => c.Load.InFlight))}, places {string.Join(' ', Running())}, held {Held}");
    }

    /// <summary>Until the first backend's place is given back: by then what became of the attempt is noted.</summary>
    public Task FirstIsOverAsync() => Until(() => Running().First() == 0, () => "the first attempt still has its place");

    public async ValueTask DisposeAsync()
    {
        await Rig.AgreesAsync(mayLose: true);
        await Rig.DisposeAsync();
    }

    private long Held => Gateway.Services.GetRequiredService<BodyBudget>().Held;

    private IEnumerable<int> Running()
    {
        var guards = Gateway.Services.GetRequiredService<Guards<AttemptOutcome>>();
        var backends = Gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends;
        return Candidates.Select(c => guards.LinesOf(backends[c.Backend])!.Running);
    }

    private static async Task Until(Func<bool> isSo, Func<string> whatIs)
    {
        var since = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(10), whatIs());
            await Task.Yield();
        }
    }
}
