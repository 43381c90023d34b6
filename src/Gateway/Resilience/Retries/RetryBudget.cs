namespace Gateway.Resilience.Retries;

/// <summary>
/// Bounds the retries on one backend by a share of the requests it was sent, so that a backend in trouble is not given more of what
/// troubles it. Counted by the second, over the last ten.
/// </summary>
internal sealed class RetryBudget(TimeProvider time)
{
    private const int Seconds = 10;
    private const int AlwaysAllowed = 3;

    private readonly Lock _lock = new();
    private readonly (long Second, int Requests, int Retries)[] _buckets = new (long, int, int)[Seconds];

    /// <summary>A request is sent for the first time.</summary>
    public void Count()
    {
        lock (_lock)
        {
            Now.Requests++;
        }
    }

    /// <summary>Takes one retry out of the budget.</summary>
    /// <param name="percent">The share of requests that may be retries.</param>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(int percent)
    {
        lock (_lock)
        {
            ref var now = ref Now;
            var (requests, retries) = (0, 0);
            foreach (var bucket in _buckets)
            {
                if (bucket.Second > now.Second - Seconds)
                {
                    (requests, retries) = (requests + bucket.Requests, retries + bucket.Retries);
                }
            }

            if (retries >= Math.Max(AlwaysAllowed, requests * percent / 100))
            {
                return false;
            }

            now.Retries++;
            return true;
        }
    }

    private ref (long Second, int Requests, int Retries) Now
    {
        get
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            ref var bucket = ref _buckets[second % Seconds];
            if (bucket.Second != second)
            {
                bucket = (second, 0, 0);
            }

            return ref bucket;
        }
    }
}
