using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// CPU of the target for each event it passed on, first as fast as the upstream writes and then paced. The paced
/// figure is the one that counts: a model is slow, so each chunk is read, passed on and flushed alone, and chunks
/// that come at full speed arrive many in a read and hide that cost.
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
        // The upstream closes each stream with one event more, the usage.
        var request = ChatRequest.Stream(target.Key, chunks, intervalMs);
        var exchange = new Exchange(request, chunks + 1, TimeSpan.FromMilliseconds((double)chunks * intervalMs));
        var loop = new ClosedLoop(target, streams, exchange, faults);
        var tally = await loop.RunAsync(repeatFor, onAnswer: null, cancellation);
        var count = tally.Good * exchange.Events;
        return (tally.CpuMicroseconds(count), (double)tally.Allocated / count);
    }
}
