using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Measures 200 requests a second, where most gateways live: a request then mostly costs the threads that it wakes.</summary>
internal sealed class PacedMeasure : IMeasure
{
    private const int Rate = 200;

    public string Name => "paced";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("CPU µs per request at 200 a second", "0", new Goal(GoalKind.RatioAtMost, 1.6)),
        new Row("p50 at 200 a second, µs", "0", new Goal(GoalKind.RatioAtMost, 1.6)),
        new Row("p99 at 200 a second, µs", "0", new Goal(GoalKind.RatioAtMost, 2.0)),
    ];

    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var loop = new OpenLoop(target, Rate, new Exchange(ChatRequest.Whole(target.Key)), faults);
        var (times, cpu) = await loop.RunAsync(duration, cancellation);
        return new Outcome(
            [cpu.TotalMicroseconds / times.Count, Statistics.Percentile(times, 0.50), Statistics.Percentile(times, 0.99)], faults);
    }
}
