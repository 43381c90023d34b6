namespace Gateway.Telemetry;

/// <summary>The last hundred values of a measurement, and the value that all but the highest few stayed within.</summary>
/// <param name="percent">The percentage that must have stayed within it.</param>
internal sealed class RecentValues(int percent)
{
    /// <summary>The least number of values: with fewer, one outlier would decide.</summary>
    internal const int Enough = 20;

    private const int Kept = 100;
    private const long Unknown = -1;

    private readonly Lock _lock = new();
    private readonly long[] _values = new long[Kept];
    private long _count;
    private long _quantile = Unknown;

    /// <summary>The value that this percentage stayed within; null while too few were measured.</summary>
    public long? Quantile => Volatile.Read(ref _quantile) is not Unknown and var quantile ? quantile : null;

    /// <param name="value">At least 0.</param>
    public void Add(long value)
    {
        lock (_lock)
        {
            _values[_count++ % Kept] = value;
            if (_count < Enough)
            {
                return;
            }

            // It is read at every request and changes with every answer; sorting so few takes some two microseconds.
            Span<long> sorted = stackalloc long[(int)Math.Min(_count, Kept)];
            _values.AsSpan(0, sorted.Length).CopyTo(sorted);
            sorted.Sort();
            Volatile.Write(ref _quantile, sorted[((sorted.Length * percent) + 99) / 100 - 1]);
        }
    }
}
