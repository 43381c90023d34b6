namespace Gateway.Wire.Streams;

/// <summary>
/// A limit that one thread sets again and again, and that calls back when it is reached. It counts from what was read or written, so
/// a limit that fires late checks once more: the process may have been paused or too busy while data arrived in the socket. The
/// reader then gets a moment to find it.
/// </summary>
internal sealed class Deadline : IDisposable
{
    // Lasts as long as the timer itself was late, within these bounds. Uses the system's clock, since threads must get time to run.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly Action _over;
    private readonly ITimer _timer;
    // The timer's thread reads the turn first, then the time.
    private long _dueAt;
    private int _turn;
    private volatile bool _isFinal;

    /// <param name="time">The clock.</param>
    /// <param name="over">Called when a limit is reached, possibly after its owner was disposed of.</param>
    public Deadline(TimeProvider time, Action over)
    {
        (_time, _over) = (time, over);
        _timer = time.CreateTimer(
            static deadline => ((Deadline)deadline!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time left.</summary>
    public TimeSpan Left => -_time.GetElapsedTime(_dueAt);

    /// <summary>Sets the limit again.</summary>
    /// <param name="limit">The time from now.</param>
    /// <param name="isFinal">True for a wall-clock limit that nothing extends.</param>
    public void Set(TimeSpan limit, bool isFinal = false)
    {
        var ticks = (long)(limit.Ticks * ((double)_time.TimestampFrequency / TimeSpan.TicksPerSecond));
        Volatile.Write(ref _dueAt, _time.GetTimestamp() + ticks);
        _isFinal = isFinal;
        Volatile.Write(ref _turn, _turn + 1);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Clears the limit: what was waited for has come.</summary>
    public void Clear()
    {
        Volatile.Write(ref _dueAt, long.MaxValue);
        Volatile.Write(ref _turn, _turn + 1);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        var turn = Volatile.Read(ref _turn);
        var dueAt = Volatile.Read(ref _dueAt);
        if (dueAt == long.MaxValue)
        {
            return;
        }

        var late = _time.GetElapsedTime(dueAt);
        if (late < TimeSpan.Zero)
        {
            // The timer's clock is coarser than ours, or the limit was just set again.
            _timer.Change(TimeSpan.FromMilliseconds(1) - late, Timeout.InfiniteTimeSpan);
        }
        else if (late == TimeSpan.Zero || _isFinal)
        {
            _over();
        }
        else
        {
            _ = LookOnceMoreAsync(turn, late);
        }
    }

    private async Task LookOnceMoreAsync(int turn, TimeSpan late)
    {
        var look = late < ShortestLook ? ShortestLook : late > LongestLook ? LongestLook : late;
        await Task.Delay(look, TimeProvider.System).ConfigureAwait(false);
        if (turn == Volatile.Read(ref _turn))
        {
            _over();
        }
    }
}
