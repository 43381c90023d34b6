namespace Gateway.Ledger.Journal;

/// <summary>
/// Runs on the callers whose records are safe. One work item resumes one after another, since waking a thread costs more than most of them
/// have left to do. While some remain, another item is queued: a caller that blocks its thread never holds up the rest, and idle processors
/// help.
/// </summary>
/// <param name="queue">Has a work item run soon, on a thread of the pool.</param>
internal sealed class Resumption(Action<IThreadPoolWorkItem> queue) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private SafeWaits _waits;
    private bool _isQueued;

    /// <summary>Resumes callers soon, on other threads.</summary>
    public void Add(SafeWaits waits)
    {
        if (waits.IsEmpty)
        {
            return;
        }

        bool queues;
        lock (_lock)
        {
            _waits.Take(ref waits);
            queues = !_isQueued;
            _isQueued = true;
        }

        if (queues)
        {
            queue(this);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
        {
            _isQueued = false;
        }

        while (true)
        {
            SafeWait? wait;
            bool queues;
            lock (_lock)
            {
                wait = _waits.Next();
                queues = !_waits.IsEmpty && !_isQueued;
                _isQueued |= queues;
            }

            if (queues)
            {
                queue(this);
            }

            if (wait is null)
            {
                return;
            }

            wait.Resume();
        }
    }
}
