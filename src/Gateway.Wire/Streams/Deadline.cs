namespace Gateway.Wire.Streams;

/// <summary>
/// A limit that one thread sets again and again, and that calls back when it is reached. A limit that fires late checks once more: the
/// process may have been paused or too busy while data arrived in the socket, and the reader gets a moment to find it. A limit that is put
/// off does not touch the timer, which looks again when it fires: a stream sets two limits for each piece, and hardly any is ever reached.
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
    // When the timer fires, as far as it is set; in the past when it has fired.
    private long _firesAt;
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
        var now = _time.GetTimestamp();
        Volatile.Write(ref _dueAt, now + ticks);
        _isFinal = isFinal;
        Volatile.Write(ref _turn, _turn + 1);
        if (Volatile.Read(ref _firesAt) is var firesAt && (firesAt <= now || firesAt > now + ticks))
        {
            Volatile.Write(ref _firesAt, now + ticks);
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Clears the limit, because the awaited event has come. The timer may fire once more, and finds nothing to do.</summary>
    public void Clear()
    {
        Volatile.Write(ref _dueAt, long.MaxValue);
        Volatile.Write(ref _turn, _turn + 1);
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
            Rearm(dueAt, -late);
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

    // The limit was put off meanwhile, or the timer's clock is coarser than ours. Timers count whole milliseconds.
    private void Rearm(long dueAt, TimeSpan left)
    {
        Volatile.Write(ref _firesAt, dueAt);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        if (Volatile.Read(ref _dueAt) < dueAt)
        {
            // A nearer limit was set at this very moment, and must not be lost behind this one.
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
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
