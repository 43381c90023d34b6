namespace Gateway.Resilience.Queue;

/// <summary>
/// The queue before one backend: so many requests at a time, the others wait in a <see cref="FairLine"/>. All that changes does so
/// under one lock, and after each change nobody waits while a place is free; so a newcomer who finds one overtakes nobody, and a
/// place given back goes to the next in line before anyone else can see it.
/// </summary>
internal sealed class BackendQueue
{
    // A timer drops fractions of a millisecond and takes seven weeks at most; one that fires early is set again. With less than a
    // millisecond it might fire while it is being set.
    private static readonly TimeSpan MinTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly FairLine _line = new();
    private readonly TimeProvider _time;
    // One for the whole line, set for whoever came first. While nobody waits it is not set and nothing but this queue knows it, so
    // a queue needs no disposal.
    private readonly ITimer _timer;
    private QueueOptions _options;
    private HoldTime _hold;
    private int _running;
    private bool _isTimerSet;

    public BackendQueue(QueueOptions options, TimeProvider time)
    {
        Check(options);
        _options = options;
        _time = time;
        _timer = time.CreateTimer(
            static queue => ((BackendQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many have a place now. More than there are places for a while after those became fewer.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>How many stand in line now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _line.Count;
            }
        }
    }

    private bool HasPlace => _options.Places == 0 || _running < _options.Places;

    /// <summary>
    /// Waits for a place, in turn. Completes at once when one is free (then it allocates the lease alone) or the line is full; never
    /// throws. When the line is full, the newest request of the owner with the most there is turned out for a newcomer whose owner
    /// has at least two fewer.
    /// </summary>
    public ValueTask<QueueEntry> EnterAsync(string owner, CancellationToken client)
    {
        if (client.IsCancellationRequested)
        {
            return new(QueueEntry.Refused(QueueOutcome.Left));
        }

        Waiter waiter;
        lock (_lock)
        {
            // In the lock, here and elsewhere, so that times never run against the order of what happens.
            var now = _time.GetTimestamp();
            if (HasPlace)
            {
                _running++;
                return new(new QueueEntry(QueueOutcome.Entered, 0, TimeSpan.Zero, new QueueLease(this, now)));
            }

            if (_line.Count >= _options.MaxWaiting)
            {
                if (_line.WhoYieldsTo(owner) is not { } yields)
                {
                    return new(QueueEntry.Refused(QueueOutcome.Full));
                }

                TakeOut(yields, QueueOutcome.Full, now);
            }

            waiter = new Waiter(this, owner, _line.PlaceOfNewcomer(owner), now);
            _line.Add(waiter);
            SetTimer(now);
        }

        return WaitAsync(waiter, client);
    }

    /// <summary>A place if one is free, without ever standing in line; null when none is.</summary>
    public QueueLease? TryEnter()
    {
        lock (_lock)
        {
            if (!HasPlace)
            {
                return null;
            }

            _running++;
            return new QueueLease(this, _time.GetTimestamp());
        }
    }

    /// <summary>
    /// Changes the bounds at once. More places let in those who wait; with fewer, those who run may finish. Nobody is turned out of
    /// a line that became shorter, but who has waited longer than the new limit times out.
    /// </summary>
    public void Configure(QueueOptions options)
    {
        Check(options);
        lock (_lock)
        {
            _options = options;
            var now = _time.GetTimestamp();
            LetIn(now);
            EndOverdue(now);
        }
    }

    /// <summary>The place in line a newcomer of this owner would begin at; 0 when a place is free.</summary>
    public int PlaceOf(string owner)
    {
        lock (_lock)
        {
            return HasPlace ? 0 : _line.PlaceOfNewcomer(owner);
        }
    }

    /// <summary>
    /// How long a newcomer of this owner would wait: zero when a place is free, else so many turns of the average hold, shared by
    /// the places. An estimate: it takes the places to be given back evenly, nobody else to come, and a hold of
    /// <see cref="HoldTime.Unknown"/> until one was measured; it does not ask whether the line is full.
    /// </summary>
    public TimeSpan ExpectedWait(string owner)
    {
        lock (_lock)
        {
            if (HasPlace)
            {
                return TimeSpan.Zero;
            }

            // Those above the limit, after it was lowered, must go before anybody is let in.
            var turns = _line.PlaceOfNewcomer(owner) + _running - _options.Places;
            return _hold.Expected * turns / _options.Places;
        }
    }

    /// <summary>Called by a lease, once.</summary>
    /// <param name="since">When the place was taken; null when it was not used.</param>
    public void Release(long? since)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _running--;
            if (since is { } start)
            {
                _hold.Add(_time.GetElapsedTime(start, now));
            }

            LetIn(now);
        }
    }

    private static async ValueTask<QueueEntry> WaitAsync(Waiter waiter, CancellationToken client)
    {
        QueueEntry entry;
        // Outside the lock: a token that is cancelled by now runs the callback at once, on this stack.
        using (client.UnsafeRegister(static waiter => ((Waiter)waiter!).Queue.OnClientGone((Waiter)waiter), waiter))
        {
            entry = await waiter.Task.ConfigureAwait(false);
        }

        // The client went away just as it was handed the place. The caller might be gone with it, so the place is given on here.
        if (entry.IsEntered && client.IsCancellationRequested)
        {
            entry.Lease.DisposeUnused();
            return entry with { Outcome = QueueOutcome.Left, Lease = null };
        }

        return entry;
    }

    private void OnClientGone(Waiter waiter)
    {
        lock (_lock)
        {
            TakeOut(waiter, QueueOutcome.Left, _time.GetTimestamp());
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            EndOverdue(_time.GetTimestamp());
        }
    }

    // From here on all need the lock.

    private void LetIn(long now)
    {
        while (HasPlace && _line.TakeNext() is { } waiter)
        {
            _running++;
            Settle(waiter, QueueOutcome.Entered, now, new QueueLease(this, now));
        }
    }

    private void EndOverdue(long now)
    {
        while (_line.Oldest is { } oldest && _time.GetElapsedTime(oldest.Since, now) >= _options.MaxWait)
        {
            TakeOut(oldest, QueueOutcome.TimedOut, now);
        }

        _isTimerSet = false;
        SetTimer(now);
    }

    // Not set anew when the oldest goes: it fires too early then, finds nobody overdue, and is set for the next.
    private void SetTimer(long now)
    {
        if (!_isTimerSet && _line.Oldest is { } oldest)
        {
            var left = _options.MaxWait - _time.GetElapsedTime(oldest.Since, now);
            var due = left < MinTimer ? MinTimer : left > MaxTimer ? MaxTimer : left;
            _isTimerSet = _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void TakeOut(Waiter waiter, QueueOutcome outcome, long now)
    {
        if (_line.Remove(waiter))
        {
            Settle(waiter, outcome, now, null);
        }
    }

    private void Settle(Waiter waiter, QueueOutcome outcome, long now, QueueLease? lease) =>
        waiter.SetResult(new QueueEntry(outcome, waiter.Place, _time.GetElapsedTime(waiter.Since, now), lease));

    private static void Check(QueueOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Places);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxWaiting);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWait, TimeSpan.Zero);
    }
}
