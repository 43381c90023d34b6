namespace Gateway.Http.Connections;

/// <summary>A client connection that was accepted. Its requests report when they start and end.</summary>
/// <param name="time">The clock.</param>
/// <param name="close">Closes it once nothing runs on it.</param>
internal sealed class OpenConnection(TimeProvider time, Action close)
{
    private long _idleSince = time.GetTimestamp();
    private int _running;

    /// <summary>How long the connection has been idle; null while a request runs on it.</summary>
    public TimeSpan? IdleFor => Volatile.Read(ref _running) > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _idleSince));

    public void Begin() => Interlocked.Increment(ref _running);

    public void End()
    {
        Volatile.Write(ref _idleSince, time.GetTimestamp());
        Interlocked.Decrement(ref _running);
    }

    public void Close() => close();
}
