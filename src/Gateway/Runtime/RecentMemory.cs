using System.Collections.Concurrent;

namespace Gateway.Runtime;

/// <summary>
/// Remembers recent entries in bounded memory, in two generations. When the young one is full or old, it becomes the old one, and
/// the previous old one is forgotten.
/// </summary>
internal sealed class RecentMemory<TKey, TValue>(TimeProvider time)
    where TKey : notnull
{
    private const int MaxYoung = 10_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(30);

    private readonly Lock _turning = new();
    private volatile Generation _young = new(time.GetTimestamp());
    private volatile Generation _old = new(0);

    public bool TryFind(TKey key, out TValue? value) => _young.Known.TryGetValue(key, out value) || _old.Known.TryGetValue(key, out value);

    public void Remember(TKey key, TValue value)
    {
        var young = _young;
        if (young.Known.Count >= MaxYoung || time.GetElapsedTime(young.BornAt) > MaxAge)
        {
            young = Turn(young);
        }

        young.Known[key] = value;
    }

    private Generation Turn(Generation full)
    {
        lock (_turning)
        {
            if (ReferenceEquals(_young, full))
            {
                _old = full;
                _young = new Generation(time.GetTimestamp());
            }

            return _young;
        }
    }

    private sealed record Generation(long BornAt)
    {
        public ConcurrentDictionary<TKey, TValue> Known { get; } = new();
    }
}
