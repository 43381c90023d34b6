namespace Gateway.Streaming;

/// <summary>
/// A limit that is set anew again and again, by one thread, and calls when it is over. It runs from what was read or written: one that
/// comes due late looks once more. The process may have been paused, or too busy, and what came meanwhile lies in the socket; so whoever
/// waits for it gets a moment in which to find it.
/// </summary>
internal sealed class Deadline : IDisposable
{
    // As long as the timer was late itself, within these. On the system's clock, since it is for threads that must get their turn.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly Action _over;
    private readonly ITimer _timer;
    // The timer's thread reads the turn first, and the time after it.
    private long _dueAt;
    private int _turn;
    private volatile bool _isFinal;

    /// <param name="time">The clock.</param>
    /// <param name="over">Called when a limit is over, perhaps after the disposal of what it was for.</param>
    public Deadline(TimeProvider time, Action over)
    {
        (_time, _over) = (time, over);
        _timer = time.CreateTimer(
            static deadline => ((Deadline)deadline!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time until it is due.</summary>
    public TimeSpan Left => -_time.GetElapsedTime(_dueAt);

    /// <summary>Sets the limit anew.</summary>
    /// <param name="limit">From now.</param>
    /// <param name="isFinal">Whether it is a time on the wall, which nothing puts off.</param>
    public void Set(TimeSpan limit, bool isFinal = false)
    {
        var ticks = (long)(limit.Ticks * ((double)_time.TimestampFrequency / TimeSpan.TicksPerSecond));
        Volatile.Write(ref _dueAt, _time.GetTimestamp() + ticks);
        _isFinal = isFinal;
        Volatile.Write(ref _turn, _turn + 1);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was waited for has come.</summary>
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
            // A timer's clock is coarser than ours, or the limit was set anew this moment.
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
