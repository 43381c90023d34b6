using System.Collections.Immutable;
using System.Text;
using Gateway.Backends;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Backends;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Backends;

/// <summary>A gateway in front of simulated backends, whose clock a test moves from one round of probes to the next.</summary>
internal sealed class ProbedGateway : IAsyncDisposable
{
    // After so long without the result, the clock may have been moved before the gateway looked at it, and is moved again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ProbedGateway(TestGateway gateway, FakeTimeProvider time) => (Gateway, Time) = (gateway, time);

    public TestGateway Gateway { get; }

    public FakeTimeProvider Time { get; }

    public GatewaySnapshot Current => Gateway.Services.GetRequiredService<SnapshotStore>().Current;

    public BackendProber Prober => Gateway.Services.GetRequiredService<BackendProber>();

    /// <param name="backends">Each with the provider that the configuration says it has; called b0, b1 and so on.</param>
    public static ProbedGateway Start(params (string Provider, Uri Url)[] backends)
    {
        var yaml = new StringBuilder("backends:\n");
        foreach (var (i, (provider, url)) in backends.Index())
        {
            yaml.Append($"  - {{ name: b{i}, provider: {provider}, url: \"{url}\" }}\n");
        }

        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        return new ProbedGateway(TestGateway.Start(yaml.ToString(), time), time);
    }

    public static ProbedGateway Start(SimulatedBackend backend, string provider) => Start((provider, backend.Url));

    /// <param name="yaml">The whole configuration but for its listen section.</param>
    public static ProbedGateway StartWith(string yaml)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        return new ProbedGateway(TestGateway.Start(yaml, time), time);
    }

    public BackendState State(int backend = 0) => Current.Backends[$"b{backend}"].State;

    public ImmutableArray<ModelFacts> Facts(int backend = 0)
    {
        Assert.Null(State(backend).Problem);
        return State(backend).Facts!.Value;
    }

    public ModelFacts Fact(string model) => Facts().Single(m => m.Model == model);

    /// <summary>Moves the clock from round to round until something holds.</summary>
    public async Task NextRoundAsync(Func<bool> holds, TimeSpan? step = null)
    {
        for (var tries = 0; tries < 4; tries++)
        {
            Time.Advance(step ?? BackendProber.Interval);
            for (var until = Environment.TickCount64 + Patience.TotalMilliseconds; Environment.TickCount64 < until; await Task.Delay(5))
            {
                if (holds())
                {
                    return;
                }
            }
        }

        Assert.Fail($"It does not come. Asked for in vain; the log:\n{string.Join('\n', Gateway.Log.Lines.TakeLast(20))}");
    }

    public async Task<HttpResponseMessage> ChatAsync(string model)
    {
        using var content = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"x"}]}""", null, "application/json");
        return await Gateway.Client.PostAsync("/v1/chat/completions", content);
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
