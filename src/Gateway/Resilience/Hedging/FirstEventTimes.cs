using Gateway.Telemetry;

namespace Gateway.Resilience.Hedging;

/// <summary>The times to the first event of the last hundred requests that were answered.</summary>
internal sealed class FirstEventTimes
{
    // What no timer can tell from nothing would send everything twice.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly RecentValues _ticks = new(95);

    /// <summary>What nineteen of twenty requests stayed within; null while too few were measured.</summary>
    public TimeSpan? P95 => _ticks.Quantile is { } ticks ? TimeSpan.FromTicks(Math.Max(ticks, Least.Ticks)) : null;

    public void Add(TimeSpan time) => _ticks.Add(time.Ticks);
}
