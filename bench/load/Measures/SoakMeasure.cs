using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// Measures many streams at a model's pace for a long time: whether memory stays level, and what a target adds between chunks.
/// </summary>
internal sealed class SoakMeasure(int streams) : IMeasure
{
    /// <summary>The largest growth of memory that is allowed, in 10^6 bytes as in the promise.</summary>
    private const double MostGrowth = 20;

    /// <summary>How much later than planned a run may end. A target that hangs must not hang the run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(500);

    private static readonly Row GapP99 = new("gap between chunks p99, ms", "0.0", null);

    // The value may be zero, which would make a ratio meaningless.
    private static readonly Row Added = new("gap p99 beyond direct's, ms", "0.0", null) { Compares = false };

    public string Name => "soak";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("chunks per second", "0", null),
        new Row("gap between chunks p50, ms", "0.0", null),
        GapP99,
        new Row("gap between chunks p99.9, ms", "0.0", null),
        Added,
        new Row("CPU µs per chunk", "0.0", null),
        new Row("resident memory after warm-up, MB", "0.0", null),
        // A leak stays, so the gate checks the level of the last quarter. The highest value also shows moments in which the machine does
        // something else and a thousand streams wait.
        new Row(
            "its growth, last quarter's median, MB", "0.0", new Goal(GoalKind.AtMost, MostGrowth, "MB", IsGate: true)) { Compares = false },
        new Row("its growth at the highest, MB", "0.0", null) { Compares = false },
    ];

    /// <param name="duration">How long the soak is watched after the warm-up.</param>
    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var shape = SoakShape.For(streams, duration);
        var faults = new Faults();
        var window = new SoakWindow(shape);
        // The upstream ends each stream with one more event, the usage.
        var exchange = new Exchange(ChatRequest.Stream(target.Key, shape.Chunks, SoakShape.PaceMs), shape.Chunks + 1, shape.StreamLength);
        SoakClient[] clients = [.. Enumerable.Range(0, streams).Select(
            _ => new SoakClient(target, exchange, shape.Chunks, window, faults))];
        var running = Task.WhenAll(clients.Select((client, i) => client.RunAsync(shape.BeginningOf(i), cancellation)));

        await Task.Delay(shape.WarmUp, cancellation);
        var cpu = target.Process.Cpu;
        var resident = await ResidentAsync(target, duration, running, cancellation);
        cpu = target.Process.Cpu - cpu;
        await running.WaitAsync(shape.StreamLength + Grace, cancellation);

        double[] gaps = [.. clients.SelectMany(static client => client.Gaps).Order()];
        return new Outcome(
            [
                gaps.Length / duration.TotalSeconds,
                Statistics.Percentile(gaps, 0.50),
                Statistics.Percentile(gaps, 0.99),
                Statistics.Percentile(gaps, 0.999),
                // This is unknown until all targets are measured; see AddDifferences.
                double.NaN,
                cpu.TotalMicroseconds / gaps.Length,
                resident[0],
                Statistics.Median(resident.Skip(resident.Count * 3 / 4)) - resident[0],
                resident.Max() - resident[0],
            ],
            faults);
    }

    /// <summary>Adds what each proxy adds to the gaps that upstream, client and machine cause by themselves.</summary>
    public static void AddDifferences(Figures figures)
    {
        var direct = figures.Median(GapP99, "direct");
        foreach (var proxy in (string[])["yarp", "gateway"])
        {
            if (figures.Median(GapP99, proxy) - direct is { } added)
                figures.Add(Added, proxy, added);
        }
    }

    // The MB of resident memory over the time watched. It ends early when all streams have failed.
    private static async Task<List<double>> ResidentAsync(Target target, TimeSpan duration, Task running, CancellationToken cancellation)
    {
        var samples = new List<double> { Megabytes(target) };
        using var pace = new PeriodicTimer(SampleEvery);
        while (samples.Count * SampleEvery <= duration && !running.IsCompleted && await pace.WaitForNextTickAsync(cancellation))
            samples.Add(Megabytes(target));
        return samples;
    }

    private static double Megabytes(Target target) => target.Process.ResidentKiB * 1024 / 1e6;
}
