namespace Gateway.Resilience.Retries;

/// <summary>
/// Limits the resends to one backend to a share of its requests, so that a backend in trouble is not given more of what troubles it.
/// Counted by the second, over the last ten.
/// </summary>
internal sealed class RetryBudget(TimeProvider time)
{
    private const int Seconds = 10;
    private const int AlwaysAllowed = 3;

    private readonly Lock _lock = new();
    private readonly Bucket[] _buckets = new Bucket[Seconds];

    /// <summary>Counts a request that is sent for the first time.</summary>
    public void Count()
    {
        lock (_lock)
        {
            Now.Requests++;
        }
    }

    /// <summary>Notes that the backend answered a request.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            Now.Answers++;
        }
    }

    /// <summary>Takes one retry on the same model out of the budget.</summary>
    /// <param name="percent">The share of requests that may be retries.</param>
    /// <returns>True when there was one left.</returns>
    public bool TryTake(int percent)
    {
        lock (_lock)
        {
            return Take(Sum(), percent);
        }
    }

    /// <summary>
    /// Takes the send of a request to another model of the backend. While the backend answers anybody, one model is failing
    /// and not the backend, so the send
    /// costs nothing.
    /// </summary>
    /// <param name="percent">The share of requests that may be retries.</param>
    /// <returns>True when it may be sent.</returns>
    public bool TryTakeForAnother(int percent)
    {
        lock (_lock)
        {
            var sum = Sum();
            return sum.Answers > 0 || Take(sum, percent);
        }
    }

    /// <summary>True when <see cref="TryTakeForAnother"/> would take one now.</summary>
    /// <param name="percent">The share of requests that may be retries.</param>
    public bool HasForAnother(int percent)
    {
        lock (_lock)
        {
            var sum = Sum();
            return sum.Answers > 0 || HasLeft(sum, percent);
        }
    }

    private bool Take(in Bucket sum, int percent)
    {
        if (!HasLeft(sum, percent))
        {
            return false;
        }

        Now.Retries++;
        return true;
    }

    private static bool HasLeft(in Bucket sum, int percent) => sum.Retries < Math.Max(AlwaysAllowed, sum.Requests * percent / 100);

    private Bucket Sum()
    {
        var sum = default(Bucket);
        var second = Second;
        foreach (var bucket in _buckets)
        {
            if (bucket.Second > second - Seconds)
            {
                sum.Requests += bucket.Requests;
                sum.Retries += bucket.Retries;
                sum.Answers += bucket.Answers;
            }
        }

        return sum;
    }

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    private ref Bucket Now
    {
        get
        {
            var second = Second;
            ref var bucket = ref _buckets[second % Seconds];
            if (bucket.Second != second)
            {
                bucket = new Bucket { Second = second };
            }

            return ref bucket;
        }
    }

    private struct Bucket
    {
        public long Second;
        public int Requests;
        public int Retries;
        public int Answers;
    }
}
