using System.Diagnostics;

namespace Gateway.Load.Measures;

/// <summary>The time in which a soak is watched: after the warm-up and before the last streams end.</summary>
internal sealed class SoakWindow(SoakShape shape)
{
    private readonly long _opens = Stopwatch.GetTimestamp() + Ticks(shape.WarmUp);
    private readonly long _closes = Stopwatch.GetTimestamp() + Ticks(shape.WarmUp + shape.Watched);

    public bool IsOver => Stopwatch.GetTimestamp() > _closes;

    public bool Holds(long timestamp) => timestamp > _opens && timestamp <= _closes;

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
