using Gateway.Tests.Hosting;
using Gateway.Tests.Telemetry.Collector;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Gateway.Tests.Telemetry;

/// <summary>A rig that sends everything it measures to a collector.</summary>
internal sealed class TelemetryRig : IAsyncDisposable
{
    private const int Enough = 10_000;

    public required Rig Rig { get; init; }

    public required OtlpSink Sink { get; init; }

    public static async Task<TelemetryRig> StartAsync(
        string extra = "", string backendExtra = "", params (string Name, string Value)[] variables)
    {
        var sink = await OtlpSink.StartAsync();
        var all = sink.Variables;
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return new TelemetryRig { Sink = sink, Rig = await Rig.StartAsync(extra, backendExtra, variables: all) };
    }

    /// <summary>Waits for a chat to be over on the gateway's side, and has everything sent.</summary>
    /// <param name="chats">How many chats there were.</param>
    public async Task FlushAsync(int chats = 1)
    {
        await Rig.Gateway.Log.WaitForAsync("4000 ", chats);
        Flush();
    }

    public void Flush() => Flush(Rig.Gateway);

    public static void Flush(TestGateway gateway)
    {
        // It says false of the reader that Prometheus scrapes, which cannot be flushed.
        gateway.Services.GetRequiredService<MeterProvider>().ForceFlush(Enough);
        Assert.True(gateway.Services.GetRequiredService<TracerProvider>().ForceFlush(Enough));
        Assert.True(gateway.Services.GetRequiredService<LoggerProvider>().ForceFlush(Enough));
    }

    /// <summary>The one series of a metric.</summary>
    public ExportedPoint Point(string metric, string words = "") =>
        Assert.Single(Sink.Points, p => p.Metric == metric && p.Words.Contains(words, StringComparison.Ordinal));

    public IEnumerable<string> Series(string metric) =>
        Sink.Points.Where(p => p.Metric == metric).Select(static p => p.Words).Order(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Sink.DisposeAsync();
    }
}
