namespace Gateway.Resilience.Queue;

/// <summary>
/// The line before one model or a whole backend: a limited number of requests run at a time, and the others wait in a
/// <see cref="WaitingLine"/>. Every change happens under the machine's one lock. After each change, no request waits that could have a
/// place. So a newcomer who finds a free place overtakes nobody, and a released place goes to the next in line before anyone else can see
/// it.
/// </summary>
internal sealed partial class BackendQueue
{
    // A timer drops fractions of a millisecond and allows seven weeks at most; one that fires early is set again. Below a millisecond it
    // might fire while it is being set.
    private static readonly TimeSpan MinTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);

    private readonly MachinePlaces _machine;
    private readonly Lock _lock;
    private readonly WaitingLine _line = new();
    private readonly TimeProvider _time;
    // One timer for the whole line, set for the first arrival. While nobody waits it is not set and only this queue knows
    // it, so a queue needs no disposal.
    private readonly ITimer _timer;
    private readonly ITimer _yieldTimer;
    private volatile QueueOptions _options;
    private HoldTime _hold;
    private int _running;
    private bool _isTimerSet;

    /// <param name="options">The line's bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="machine">The machine, when other lines share it; null for one of its own, without a limit.</param>
    public BackendQueue(QueueOptions options, TimeProvider time, MachinePlaces? machine = null)
    {
        options.ThrowIfWrong();
        _options = options;
        _machine = machine ?? new MachinePlaces();
        _lock = _machine.Lock;
        _time = time;
        _timer = time.CreateTimer(
            static queue => ((BackendQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _yieldTimer = time.CreateTimer(
            static queue => ((BackendQueue)queue!).OnYieldTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of requests that hold a place now. When places became fewer, it exceeds them for a while.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The number of requests in line now.</summary>
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

    /// <summary>The bounds in force.</summary>
    public QueueOptions Options => _options;

    /// <summary>True when the model has a place, whatever the machine has.</summary>
    public bool HasOwnPlace => _options.Places == 0 || _running < _options.Places;

    private bool HasPlace => HasOwnPlace && _machine.HasPlace;

    /// <summary>
    /// Waits for a place, in turn. Completes at once if the line is full, or if a place is free; then it allocates only the lease. Never
    /// throws. A full line turns out the newest request of the owner with the most in line, if the newcomer's owner has at least two fewer.
    /// </summary>
    /// <param name="owner">The owner whose turn it takes.</param>
    /// <param name="client">Cancelled when it is no longer wanted.</param>
    /// <param name="isChore">True when no person waits for it: then all people go first, and it leaves a full line for any of them.</param>
    public ValueTask<QueueEntry> EnterAsync(string owner, CancellationToken client, bool isChore = false) =>
        EnterAsync(owner, isChore, null, client, out _);

    /// <inheritdoc cref="EnterAsync(string, bool, object?, CancellationToken, out Waiter?)"/>
    public ValueTask<QueueEntry> EnterAsync(string owner, CancellationToken client, out Waiter? waiter) =>
        EnterAsync(owner, isChore: false, null, client, out waiter);

    /// <param name="owner">The owner whose turn it takes.</param>
    /// <param name="isChore">True when no person waits for it.</param>
    /// <param name="fellow">Identifies it to others that might send it along; null when none may.</param>
    /// <param name="client">Cancelled when it is no longer wanted.</param>
    /// <param name="waiter">The waiter, if it now stands in line; null otherwise.</param>
    public ValueTask<QueueEntry> EnterAsync(string owner, bool isChore, object? fellow, CancellationToken client, out Waiter? waiter)
    {
        waiter = null;
        if (client.IsCancellationRequested)
        {
            return new(QueueEntry.Refused(QueueOutcome.Left));
        }

        lock (_lock)
        {
            // Read inside the lock, here and elsewhere, so that times never contradict the order of events.
            var now = _time.GetTimestamp();
            if (HasPlace)
            {
                return new(new QueueEntry(QueueOutcome.Entered, 0, TimeSpan.Zero, TakePlace(now)));
            }

            if (_line.Count >= _options.MaxWaiting)
            {
                if (_line.WhoYieldsTo(owner, isChore) is not { } yields)
                {
                    return new(QueueEntry.Refused(QueueOutcome.Full));
                }

                TakeOut(yields, QueueOutcome.Full, now);
            }

            waiter = new Waiter(this, owner, _line.PlaceOfNewcomer(owner, isChore), now, isChore, fellow);
            _line.Add(waiter);
            _machine.BeginsToWait(this, owner);
            SetTimer(now);
            LetGiveWay();
        }

        return WaitAsync(waiter, client);
    }

    /// <summary>A place if one is free, without ever standing in line; null otherwise.</summary>
    public QueueLease? TryEnter()
    {
        lock (_lock)
        {
            return HasPlace ? TakePlace(_time.GetTimestamp()) : null;
        }
    }

    /// <summary>
    /// Changes the bounds at once. With more places, waiting requests are let in; with fewer, running ones may finish. A shorter line turns
    /// nobody out, but a request that has waited longer than the new limit times out.
    /// </summary>
    public void Configure(QueueOptions options)
    {
        options.ThrowIfWrong();
        lock (_lock)
        {
            _options = options;
            _machine.LetIn();
            EndOverdue(_time.GetTimestamp());
        }
    }

    /// <summary>The place in line at which a newcomer of this owner would start; 0 when a place is free.</summary>
    public int PlaceOf(string owner, bool isChore = false)
    {
        lock (_lock)
        {
            return HasPlace ? 0 : _line.PlaceOfNewcomer(owner, isChore);
        }
    }

    /// <summary>The current place of a waiter; 0 when it no longer waits.</summary>
    public int PlaceOf(Waiter waiter)
    {
        lock (_lock)
        {
            return _line.PlaceOf(waiter);
        }
    }

    /// <summary>Releases a place. Called by its lease, once.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="since">When the place was taken; null when it was not used.</param>
    public void Release(QueueLease lease, long? since)
    {
        lock (_lock)
        {
            TimeSpan? held = since is { } start ? _time.GetElapsedTime(start) : null;
            _running--;
            if (held is { } time)
            {
                _hold.Add(time);
            }

            _machine.Yielding.Remove(lease);
            _machine.GiveBack(held);
            _machine.LetIn();
            _machine.LetGiveWay();
        }
    }

    private static async ValueTask<QueueEntry> WaitAsync(Waiter waiter, CancellationToken client)
    {
        QueueEntry entry;
        // Outside the lock: if the token is already cancelled, the callback runs at once, on this stack.
        using (client.UnsafeRegister(static waiter => ((Waiter)waiter!).Queue.OnClientGone((Waiter)waiter), waiter))
        {
            entry = await waiter.Task.ConfigureAwait(false);
        }

        // The client left just as it was handed the place. The caller might be gone with it, so the place is passed on here.
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

    // Everything below needs the lock.

    /// <summary>True when anybody waits.</summary>
    public bool HasWaiting => _line.Count > 0;

    /// <summary>The number of people or of chores that wait.</summary>
    public int WaitingNow(bool isChore) => _line.CountOf(isChore);

    /// <summary>The waiting request that is next in turn; null when none waits or the model has no free place.</summary>
    public Waiter? Next => HasOwnPlace ? _line.Next : null;

    /// <summary>Gives a place, which must be free, to the next in turn.</summary>
    public void LetNextIn()
    {
        var waiter = _line.TakeNext()!;
        _machine.EndsToWait(this, waiter.Owner, isLetIn: true);
        var now = _time.GetTimestamp();
        Settle(waiter, QueueOutcome.Entered, now, TakePlace(now));
    }

    private QueueLease TakePlace(long now)
    {
        _running++;
        _machine.Take();
        return new QueueLease(this, now);
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

    // Not set again when the oldest leaves: it then fires too early, finds nobody overdue, and is set for the next.
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
            _machine.EndsToWait(this, waiter.Owner, isLetIn: outcome == QueueOutcome.TakenAlong);
            Settle(waiter, outcome, now, null);
        }
    }

    private void Settle(Waiter waiter, QueueOutcome outcome, long now, QueueLease? lease) =>
        waiter.SetResult(new QueueEntry(outcome, waiter.Place, _time.GetElapsedTime(waiter.Since, now), lease));
}
