namespace Gateway.Resilience.Queue;

/// <summary>One place at a backend. Given back once, however often and from whichever thread it is disposed.</summary>
internal sealed class QueueLease(BackendQueue queue, long since) : IDisposable
{
    // The queue is also the mark that the place is still held, which keeps a lease at 32 bytes.
    private BackendQueue? _queue = queue;

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(since);

    /// <summary>Gives back a place that no request was sent from, so that its time says nothing about how long one is held.</summary>
    public void DisposeUnused() => Interlocked.Exchange(ref _queue, null)?.Release(null);
}
