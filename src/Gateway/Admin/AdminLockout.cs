using System.Collections.Concurrent;

namespace Gateway.Admin;

/// <summary>
/// Counts wrong keys by the address they come from: five in a minute, and nothing is listened to from there until the first of them is
/// a minute old. Keys of 256 bits cannot be guessed; this keeps those who try from costing anything, and their noise out of the log.
/// </summary>
internal sealed class AdminLockout(TimeProvider time)
{
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // More addresses than any operator has; beyond them all start anew.
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _failures = new();

    /// <returns>How long nothing from there is listened to; null: it is.</returns>
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
