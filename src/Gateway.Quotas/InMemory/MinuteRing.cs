using Gateway.Configuration;

namespace Gateway.Quotas.InMemory;

/// <summary>
/// Counts the last 60 seconds in 61 one-second buckets, all counted in full, so that no 60-second window ever holds more than the limit.
/// This gives up at most one second of capacity. No other scheme that was measured keeps the limit: a fixed window, two weighted ones and a
/// token bucket all let through close to twice as much.
/// </summary>
internal sealed class MinuteRing
{
    public const int Buckets = 61;

    /// <summary>
    /// The limit, in seconds, below which a step back is a correction of the clock. It also bounds the wait for the clock to catch up.
    /// </summary>
    public const long MostBack = 120;

    // By meter; null where nothing has been counted yet, as for most meters.
    private readonly long[]?[] _buckets = new long[]?[QuotaAmount.Length];
    private long _head;
    private QuotaAmount _sum;

    /// <summary>The sum of all buckets.</summary>
    public ref readonly QuotaAmount Sum => ref _sum;

    /// <summary>
    /// Drops expired buckets. A small step back of the clock changes nothing. If the clock was far ahead and is set back, everything counts
    /// for another minute: the true times are unknown, and nobody should wait until the clock gets there again.
    /// </summary>
    public void Advance(long second)
    {
        if (second < _head - MostBack)
        {
            var all = _sum;
            Clear(second);
            Add(second, all);
            return;
        }

        if (second - _head >= Buckets)
        {
            Clear(second);
            return;
        }

        for (; _head < second; _head++)
        {
            var over = At(_head + 1);
            if (over != default)
            {
                Put(_head + 1, default(QuotaAmount) - over);
            }
        }
    }

    /// <summary>Adds to the bucket of a second, unless that second has expired.</summary>
    public void Add(long second, in QuotaAmount amount)
    {
        if (second > _head - Buckets && second <= _head)
        {
            Put(second, amount);
        }
    }

    /// <summary>The second from which this much more fits under a limit, if nothing else is counted.</summary>
    public long WhenFits(Meter meter, long more, long limit)
    {
        var (buckets, sum) = (_buckets[(int)meter], _sum[meter]);
        for (var second = _head - Buckets + 1; second <= _head; second++)
        {
            // The first minute has no earlier buckets.
            sum -= second < 0 || buckets is null ? 0 : buckets[second % Buckets];
            if (sum + more <= limit)
            {
                return second + Buckets;
            }
        }

        return _head + Buckets;
    }

    /// <summary>Lists the seconds that hold something, with their amounts.</summary>
    public List<(long Second, QuotaAmount Amount)> Export()
    {
        List<(long, QuotaAmount)> seconds = [];
        for (var second = Math.Max(0, _head - Buckets + 1); second <= _head; second++)
        {
            if (At(second) is var amount && amount != default)
            {
                seconds.Add((second, amount));
            }
        }

        return seconds;
    }

    private QuotaAmount At(long second)
    {
        QuotaAmount amount = default;
        foreach (var meter in QuotaAmount.Meters)
        {
            if (_buckets[(int)meter] is { } buckets && buckets[second % Buckets] is not 0 and var value)
            {
                amount = amount.With(meter, value);
            }
        }

        return amount;
    }

    private void Put(long second, in QuotaAmount amount)
    {
        var values = amount.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                (_buckets[i] ??= new long[Buckets])[second % Buckets] += values[i];
            }
        }

        _sum += amount;
    }

    private void Clear(long second)
    {
        foreach (var buckets in _buckets)
        {
            Array.Clear(buckets ?? []);
        }

        (_sum, _head) = (default, second);
    }
}
