using Gateway.Configuration;

namespace Gateway.Quotas.InMemory;

/// <summary>
/// What was counted in the last 60 seconds: 61 buckets of a second, all counted in full, so that no window of 60 seconds ever
/// holds more than the limit. That gives up at most one second of capacity, and no other scheme that was measured keeps it: a
/// fixed window, two weighted ones and a token bucket all let through close to twice the limit.
/// </summary>
internal sealed class MinuteRing
{
    public const int Buckets = 61;

    /// <summary>
    /// A clock that is put right steps back by less than these seconds, and what waits for it to catch up does not wait longer.
    /// </summary>
    public const long MostBack = 120;

    // By meter; null for one of which nothing was counted yet, as is most of them.
    private readonly long[]?[] _buckets = new long[]?[QuotaAmount.Length];
    private long _head;
    private QuotaAmount _sum;

    /// <summary>The sum of all buckets.</summary>
    public ref readonly QuotaAmount Sum => ref _sum;

    /// <summary>
    /// Lets go of what is over. A clock that steps back a little changes nothing. After one that was far ahead, all counts for another
    /// minute: nobody knows when it was, and nobody is to wait until the clock is there again.
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

    /// <summary>Counts in the bucket of a second, if that is not over.</summary>
    public void Add(long second, in QuotaAmount amount)
    {
        if (second > _head - Buckets && second <= _head)
        {
            Put(second, amount);
        }
    }

    /// <summary>The second from which so much more fits under a limit, if nothing else is counted.</summary>
    public long WhenFits(Meter meter, long more, long limit)
    {
        var (buckets, sum) = (_buckets[(int)meter], _sum[meter]);
        for (var second = _head - Buckets + 1; second <= _head; second++)
        {
            // Before the ring has run for a minute there is nothing in front of it.
            sum -= second < 0 || buckets is null ? 0 : buckets[second % Buckets];
            if (sum + more <= limit)
            {
                return second + Buckets;
            }
        }

        return _head + Buckets;
    }

    /// <summary>What is in each second that has anything.</summary>
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
