using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// Measures the target's CPU time for each event it passes on, first at the upstream's full speed and then paced. The paced figure is the
/// one that counts. A model is slow, so each chunk is read, passed on and flushed alone. At full speed, many chunks arrive in one read,
/// which hides that cost.
/// </summary>
internal sealed class StreamMeasure : IMeasure
{
    private const int FastStreams = 8;
    private const int FastChunks = 500;
    private const int PacedStreams = 16;
    private const int PaceMs = 5;

    public string Name => "stream";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("CPU µs per chunk, 8 streams unpaced", "0.00", null),
        new Row("CPU µs per chunk, 16 streams at 200/s", "0.0", new Goal(GoalKind.RatioAtMost, 1.25)),
        new Row("bytes allocated per chunk, unpaced", "0.0", null) { Compares = false },
        new Row("bytes allocated per chunk, at 200/s", "0.0", null) { Compares = false },
    ];

    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var fast = await MeasureAsync(target, FastStreams, FastChunks, intervalMs: 0, duration, faults, cancellation);
        var pacedChunks = (int)(duration.TotalMilliseconds / PaceMs);
        var paced = await MeasureAsync(target, PacedStreams, pacedChunks, PaceMs, TimeSpan.Zero, faults, cancellation);
        return new Outcome([fast.Cpu, paced.Cpu, fast.Bytes, paced.Bytes], faults);
    }

    private static async Task<(double Cpu, double Bytes)> MeasureAsync(
        Target target, int streams, int chunks, int intervalMs, TimeSpan repeatFor, Faults faults, CancellationToken cancellation)
    {
        // The upstream ends each stream with one more event, the usage.
        var request = ChatRequest.Stream(target.Key, chunks, intervalMs);
        var exchange = new Exchange(request, chunks + 1, TimeSpan.FromMilliseconds((double)chunks * intervalMs));
        var loop = new ClosedLoop(target, streams, exchange, faults);
        var tally = await loop.RunAsync(repeatFor, onAnswer: null, cancellation);
        var count = tally.Good * exchange.Events;
        return (tally.CpuMicroseconds(count), (double)tally.Allocated / count);
    }
}
