using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Measures short requests, sent as fast as 32 connections get answers.</summary>
internal sealed class RequestsMeasure : IMeasure
{
    public string Name => "requests";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("requests per second", "0", new Goal(GoalKind.RatioAtLeast, 0.70)),
        new Row("CPU µs per request", "0.0", new Goal(GoalKind.RatioAtMost, 1.6)),
        new Row("bytes allocated per request", "0", null),
    ];

    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var loop = new ClosedLoop(target, connections: 32, new Exchange(ChatRequest.Whole(target.Key)), faults);
        var tally = await loop.RunAsync(duration, onAnswer: null, cancellation);
        return new Outcome([tally.PerSecond, tally.CpuMicroseconds(tally.Good), (double)tally.Allocated / tally.Good], faults);
    }
}
