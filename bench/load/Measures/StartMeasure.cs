using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// Measures what a start takes until the first good answer: the first one, which makes the databases, and the next one, which finds them.
/// </summary>
internal sealed class StartMeasure : IMeasure
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public string Name => "start";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("CPU to ready, first start, ms", "0", null),
        new Row("time to ready, first start, ms", "0", null),
        new Row("MiB resident after the first start", "0", null),
        new Row("CPU to ready, next start, ms", "0", new Goal(GoalKind.AtMost, 600, "ms")),
        new Row("time to ready, next start, ms", "0", null),
        new Row("MiB resident after the next start", "0", new Goal(GoalKind.AtMost, 90, "MiB")),
    ];

    /// <param name="duration">Not used: a start takes as long as it takes.</param>
    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var first = await FiguresAsync(target.Process, cancellation);
        await target.Process.RestartAsync(cancellation);
        return new Outcome([.. first, .. await FiguresAsync(target.Process, cancellation)], new Faults());
    }

    private static async Task<double[]> FiguresAsync(ChildProcess process, CancellationToken cancellation)
    {
        await Task.Delay(Settle, cancellation);
        return [process.CpuToReady.TotalMilliseconds, process.ReadyAfter.TotalMilliseconds, process.ResidentKiB / 1024.0];
    }
}
