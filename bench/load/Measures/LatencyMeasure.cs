using System.Diagnostics;
using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Measures what a target adds when nothing queues: one connection, one request at a time.</summary>
internal sealed class LatencyMeasure : IMeasure
{
    public string Name => "latency";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("latency p50, µs", "0", new Goal(GoalKind.RatioAtMost, 1.5)),
        new Row("latency p99, µs", "0", null),
    ];

    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var microseconds = new List<double>(1 << 16);
        var faults = new Faults();
        var loop = new ClosedLoop(target, connections: 1, new Exchange(ChatRequest.Whole(target.Key)), faults);
        await loop.RunAsync(duration, ticks => microseconds.Add(ticks * 1e6 / Stopwatch.Frequency), cancellation);
        microseconds.Sort();
        return new Outcome([Statistics.Percentile(microseconds, 0.50), Statistics.Percentile(microseconds, 0.99)], faults);
    }
}
