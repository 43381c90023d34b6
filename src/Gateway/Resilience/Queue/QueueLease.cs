namespace Gateway.Resilience.Queue;

/// <summary>One place at a backend. Released once, however often and from whichever thread it is disposed of.</summary>
internal sealed class QueueLease(BackendQueue queue, long since) : IDisposable
{
    private long _since = since;

    // The queue also marks that the place is still held, which keeps a lease at 32 bytes.
    private BackendQueue? _queue = queue;

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(this, _since);

    /// <summary>Restarts the time for which the place is held, because the time so far says nothing about that.</summary>
    public void Restart(long now) => _since = now;

    /// <summary>Releases a place from which no request was sent, so that its time does not count as a hold.</summary>
    public void DisposeUnused() => Interlocked.Exchange(ref _queue, null)?.Release(this, null);

    /// <summary>Declares that the holder leaves the place when a person has waited for one.</summary>
    /// <param name="after">The person's wait after which it leaves.</param>
    /// <param name="giveWay">Called once, on another thread, to make it leave. May be called after the place was released.</param>
    public void MayGiveWay(TimeSpan after, Action giveWay) => Volatile.Read(ref _queue)?.MayGiveWay(this, after, giveWay);

    /// <summary>Declares that the place is kept from now on.</summary>
    public void Stays() => Volatile.Read(ref _queue)?.Stays(this);
}
