using Gateway.Telemetry;

namespace Gateway.Resilience.Hedging;

/// <summary>The times to the first event of the last hundred answered requests.</summary>
internal sealed class FirstEventTimes
{
    // A time no timer can measure would send everything twice.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly RecentValues _ticks = new(95);

    /// <summary>The time that nineteen of twenty requests stay within; null while too few were measured.</summary>
    public TimeSpan? P95 => _ticks.Quantile is { } ticks ? TimeSpan.FromTicks(Math.Max(ticks, Least.Ticks)) : null;

    public void Add(TimeSpan time) => _ticks.Add(time.Ticks);
}
