namespace Gateway.Telemetry;

/// <summary>The last hundred values of a measurement, and the value that a given percentage of them stay within.</summary>
/// <param name="percent">The percentage that must have stayed within it.</param>
internal sealed class RecentValues(int percent)
{
    /// <summary>The least number of values: with fewer, one outlier would decide.</summary>
    internal const int Enough = 20;

    private const int Kept = 100;
    private const long Unknown = -1;

    private readonly Lock _lock = new();
    private readonly long[] _values = new long[Kept];
    // The same in order. Each answer adds one value: to find its place takes a fiftieth of sorting all again.
    private readonly long[] _sorted = new long[Kept];
    private long _count;
    private long _quantile = Unknown;

    /// <summary>The value that this percentage stayed within; null while too few were measured.</summary>
    public long? Quantile => Volatile.Read(ref _quantile) is not Unknown and var quantile ? quantile : null;

    /// <param name="value">At least 0.</param>
    public void Add(long value)
    {
        lock (_lock)
        {
            var length = (int)Math.Min(_count, Kept);
            ref var oldest = ref _values[_count++ % Kept];
            if (length == Kept)
            {
                length--;
                var gone = Array.BinarySearch(_sorted, oldest);
                Array.Copy(_sorted, gone + 1, _sorted, gone, length - gone);
            }

            oldest = value;
            var place = Array.BinarySearch(_sorted, 0, length, value);
            place = place < 0 ? ~place : place;
            Array.Copy(_sorted, place, _sorted, place + 1, length - place);
            _sorted[place] = value;
            length++;
            if (length >= Enough)
            {
                Volatile.Write(ref _quantile, _sorted[((length * percent) + 99) / 100 - 1]);
            }
        }
    }
}
