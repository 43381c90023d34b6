namespace Gateway.Resilience.Hedging;

/// <summary>The times to the first event of the last hundred requests that were answered.</summary>
internal sealed class FirstEventTimes
{
    /// <summary>With fewer, one slow request would be the measure of all.</summary>
    internal const int Enough = 20;

    private const int Kept = 100;
    // What no timer can tell from nothing would send everything twice.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan[] _times = new TimeSpan[Kept];
    private long _count;

    /// <summary>What nineteen of twenty requests stayed within; null while too few were measured.</summary>
    public TimeSpan? P95
    {
        get
        {
            Span<TimeSpan> sorted = stackalloc TimeSpan[Kept];
            lock (_lock)
            {
                sorted = sorted[..(int)Math.Min(_count, Kept)];
                _times.AsSpan(0, sorted.Length).CopyTo(sorted);
            }

            if (sorted.Length < Enough)
            {
                return null;
            }

            sorted.Sort();
            var p95 = sorted[((sorted.Length * 95) + 99) / 100 - 1];
            return p95 > Least ? p95 : Least;
        }
    }

    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _times[_count++ % Kept] = time;
        }
    }
}
