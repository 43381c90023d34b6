namespace Gateway.Resilience.Queue;

/// <summary>One place at a backend. Given back once, however often and from whichever thread it is disposed.</summary>
internal sealed class QueueLease(BackendQueue queue, long since) : IDisposable
{
    private long _since = since;

    // The queue is also the mark that the place is still held, which keeps a lease at 32 bytes.
    private BackendQueue? _queue = queue;

    public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Release(this, _since);

    /// <summary>Its time counts from now on: what was before says nothing about how long a place is held.</summary>
    public void Restart(long now) => _since = now;

    /// <summary>Gives back a place that no request was sent from, so that its time says nothing about how long one is held.</summary>
    public void DisposeUnused() => Interlocked.Exchange(ref _queue, null)?.Release(this, null);

    /// <summary>Says that whoever holds the place leaves it when a person has waited for one.</summary>
    /// <param name="after">How long the person has waited then.</param>
    /// <param name="giveWay">Told once, on another thread, to leave. It may come when the place is given back already.</param>
    public void MayGiveWay(TimeSpan after, Action giveWay) => Volatile.Read(ref _queue)?.MayGiveWay(this, after, giveWay);

    /// <summary>Says that the place is kept from now on.</summary>
    public void Stays() => Volatile.Read(ref _queue)?.Stays(this);
}
