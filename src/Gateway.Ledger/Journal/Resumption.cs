namespace Gateway.Ledger.Journal;

/// <summary>
/// Resumes the callers whose records are safe. One work item resumes many, since waking a thread costs more than most callers have left to
/// do. While some remain, another item is queued, so a caller that blocks its thread does not hold up the rest, and idle processors help.
/// </summary>
/// <param name="queue">Queues a work item, to run soon on a thread of the pool.</param>
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
