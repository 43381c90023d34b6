namespace Gateway.Http.Connections;

/// <summary>A client's connection that was taken. The requests on it say when it carries one.</summary>
/// <param name="time">The clock.</param>
/// <param name="close">Ends it once nothing runs on it.</param>
internal sealed class OpenConnection(TimeProvider time, Action close)
{
    private long _idleSince = time.GetTimestamp();
    private int _running;

    /// <summary>How long nothing has run on it; null while something does.</summary>
    public TimeSpan? IdleFor => Volatile.Read(ref _running) > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _idleSince));

    public void Begin() => Interlocked.Increment(ref _running);

    public void End()
    {
        Volatile.Write(ref _idleSince, time.GetTimestamp());
        Interlocked.Decrement(ref _running);
    }

    public void Close() => close();
}
