namespace Gateway.Quotas.InMemory;

/// <summary>
/// Requests and tokens of the last 60 seconds: 61 buckets of a second, all counted in full, so that no window of 60 seconds ever
/// holds more than the limit. That gives up at most one second of capacity, and no other scheme that was measured keeps it: a
/// fixed window, two weighted ones and a token bucket all let through close to twice the limit.
/// </summary>
internal sealed class MinuteRing
{
    public const int Buckets = 61;

    /// <summary>A clock that is put right steps back by less than these seconds, and what waits for it to catch up does not wait longer.</summary>
    public const long MostBack = 120;

    private readonly long[] _requests = new long[Buckets];
    private readonly long[] _tokens = new long[Buckets];
    private long _head;

    public long Requests { get; private set; }

    public long Tokens { get; private set; }

    /// <summary>
    /// Lets go of what is over. A clock that steps back a little changes nothing. After one that was far ahead, all counts for another
    /// minute: nobody knows when it was, and nobody is to wait until the clock is there again.
    /// </summary>
    public void Advance(long second)
    {
        if (second < _head - MostBack)
        {
            var (requests, tokens) = (Requests, Tokens);
            Array.Clear(_requests);
            Array.Clear(_tokens);
            _head = second;
            (_requests[second % Buckets], _tokens[second % Buckets]) = (requests, tokens);
            return;
        }

        if (second - _head >= Buckets)
        {
            Array.Clear(_requests);
            Array.Clear(_tokens);
            (Requests, Tokens, _head) = (0, 0, second);
            return;
        }

        for (; _head < second; _head++)
        {
            var bucket = (_head + 1) % Buckets;
            Requests -= _requests[bucket];
            Tokens -= _tokens[bucket];
            (_requests[bucket], _tokens[bucket]) = (0, 0);
        }
    }

    /// <summary>Counts in the bucket of a second, if that is not over.</summary>
    public void Add(long second, long requests, long tokens)
    {
        if (second <= _head - Buckets || second > _head)
        {
            return;
        }

        _requests[second % Buckets] += requests;
        _tokens[second % Buckets] += tokens;
        Requests += requests;
        Tokens += tokens;
    }

    /// <summary>The second from which so many more requests fit under the limit, if nothing else is counted.</summary>
    public long WhenRequestsFit(long more, long limit) => WhenFits(_requests, Requests, more, limit);

    public long WhenTokensFit(long more, long limit) => WhenFits(_tokens, Tokens, more, limit);

    /// <summary>What is in each second that has anything.</summary>
    public List<(long Second, long Requests, long Tokens)> Export()
    {
        List<(long, long, long)> seconds = [];
        for (var second = Math.Max(0, _head - Buckets + 1); second <= _head; second++)
        {
            var bucket = second % Buckets;
            if ((_requests[bucket], _tokens[bucket]) is var (requests, tokens) && (requests, tokens) != (0, 0))
            {
                seconds.Add((second, requests, tokens));
            }
        }

        return seconds;
    }

    private long WhenFits(long[] buckets, long sum, long more, long limit)
    {
        for (var second = _head - Buckets + 1; second <= _head; second++)
        {
            // Before the ring has run for a minute there is nothing in front of it.
            sum -= second < 0 ? 0 : buckets[second % Buckets];
            if (sum + more <= limit)
            {
                return second + Buckets;
            }
        }

        return _head + Buckets;
    }
}
