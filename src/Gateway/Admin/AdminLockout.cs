using System.Collections.Concurrent;

namespace Gateway.Admin;

/// <summary>
/// Counts wrong keys by their source address. After five in a minute, everything from there is ignored until the first of them is a minute
/// old. Keys of 256 bits cannot be guessed; this keeps attempts cheap and their noise out of the log.
/// </summary>
internal sealed class AdminLockout(TimeProvider time)
{
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // More addresses than any operator has; beyond this number all start again.
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _failures = new();

    /// <returns>How long the address is locked out; null when it is not.</returns>
    public TimeSpan? LockedFor(string address)
    {
        if (!_failures.TryGetValue(address, out var failures))
        {
            return null;
        }

        lock (failures)
        {
            Forget(failures);
            return failures.Count >= Most ? failures.Peek() + Window - time.GetUtcNow() : null;
        }
    }

    public void Failed(string address)
    {
        if (_failures.Count >= MaxAddresses)
        {
            _failures.Clear();
        }

        var failures = _failures.GetOrAdd(address, static _ => new Queue<DateTimeOffset>());
        lock (failures)
        {
            Forget(failures);
            failures.Enqueue(time.GetUtcNow());
        }
    }

    private void Forget(Queue<DateTimeOffset> failures)
    {
        while (failures.TryPeek(out var first) && first + Window <= time.GetUtcNow())
        {
            failures.Dequeue();
        }
    }
}
