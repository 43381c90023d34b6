namespace Gateway.Resilience.Ejection;

/// <summary>Successes and failures of the last thirty seconds, by the second. Not thread-safe.</summary>
internal sealed class FailureWindow
{
    private const int Seconds = 30;

    private readonly (long Second, int Good, int Bad)[] _buckets = new (long, int, int)[Seconds];

    public void Count(long second, bool isGood)
    {
        ref var bucket = ref _buckets[second % Seconds];
        if (bucket.Second != second)
        {
            bucket = (second, 0, 0);
        }

        bucket = isGood ? bucket with { Good = bucket.Good + 1 } : bucket with { Bad = bucket.Bad + 1 };
    }

    public (int Good, int Bad) Sum(long second)
    {
        var (good, bad) = (0, 0);
        foreach (var bucket in _buckets)
        {
            if (bucket.Second > second - Seconds)
            {
                (good, bad) = (good + bucket.Good, bad + bucket.Bad);
            }
        }

        return (good, bad);
    }

    public void Clear() => Array.Clear(_buckets);
}
