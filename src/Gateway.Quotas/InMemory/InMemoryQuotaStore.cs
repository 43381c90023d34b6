namespace Gateway.Quotas.InMemory;

/// <summary>
/// The counters of one process, which share one lock. A claim of 28 limits takes well under a microsecond, measured in <c>bench/</c>. Finer
/// locks would cost more than they save, since a claim covers several subjects.
/// </summary>
internal sealed partial class InMemoryQuotaStore(TimeProvider time) : IQuotaStore
{
    /// <summary>How long a reservation lives without renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SubjectCounters> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveReservation> _live = new(StringComparer.Ordinal);
    // Those of requests that are over, for the next ones; as many as ran at once.
    private readonly Stack<LiveReservation> _over = new();
    private long _second;
    // No reservation is overdue before this.
    private long _nextDeadline = long.MaxValue;

    public ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Reserve(in claim, claim.Subjects));

    public ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_live.TryGetValue(id, out var reservation) && Extend(reservation, more, reservation.Subjects));
        }
    }

    public ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Settle(id, used));

    public ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken)
    {
        List<string>? gone = null;
        lock (_lock)
        {
            var deadline = Now() + (long)Lease.TotalMilliseconds;
            foreach (var renewal in running)
            {
                if (_live.TryGetValue(renewal.Id, out var reservation))
                {
                    (reservation.Deadline, reservation.Used) = (deadline, renewal.Used);
                }
                else
                {
                    (gone ??= []).Add(renewal.Id);
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<string>>(gone ?? []);
    }

    public ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken)
    {
        List<OrphanedReservation>? orphans = null;
        lock (_lock)
        {
            var now = Now();
            foreach (var (id, reservation) in _live)
            {
                if (reservation.Deadline <= now)
                {
                    // A Dictionary allows removal during enumeration.
                    _live.Remove(id);
                    (orphans ??= []).Add(new OrphanedReservation(id, reservation.Used, [.. reservation.Subjects.Select(static s => s.Id)]));
                    Settle(reservation, reservation.Used);
                }
            }

            Forget();
        }

        return ValueTask.FromResult<IReadOnlyList<OrphanedReservation>>(orphans ?? []);
    }

    public ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken)
    {
        var uses = new List<QuotaUse>(subjects.Count);
        lock (_lock)
        {
            Now();
            foreach (var subject in subjects)
            {
                var counters = CountersOf(subject);
                counters.Advance(_second, subject.Calendar.At(_second));
                uses.Add(new QuotaUse
                {
                    Subject = subject,
                    InMinute = counters.Minute.Sum,
                    Concurrent = counters.Concurrent,
                    InDay = counters.InDay,
                    InMonth = counters.InMonth,
                });
            }
        }

        return ValueTask.FromResult<IReadOnlyList<QuotaUse>>(uses);
    }

    public ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Now();
            var counters = CountersOf(opening.Subject);
            counters.Advance(_second, opening.Subject.Calendar.At(_second));
            counters.Raise(opening);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Now();
            var counters = CountersOf(correction.Subject);
            counters.Advance(_second, correction.Subject.Calendar.At(_second));
            counters.Correct(correction);
        }

        return ValueTask.FromResult(true);
    }

    /// <summary>Admits under limits that may differ from the claim's own; the counters are the same.</summary>
    public QuotaDecision Reserve(in QuotaClaim claim, QuotaSubject[] limits)
    {
        lock (_lock)
        {
            var now = Now();
            if (_live.TryGetValue(claim.Id, out var again))
            {
                return again.Decision;
            }

            FreeOverduePlaces(now);
            var reservation = For(claim.Subjects);
            var decision = Look(limits, reservation.Counters, claim.Estimate, now, isNew: true).Decide();
            if (decision.IsGranted)
            {
                Begin(in claim, reservation, decision, now);
            }
            else
            {
                _over.Push(reservation);
            }

            return decision;
        }
    }

    private void Begin(in QuotaClaim claim, LiveReservation reservation, in QuotaDecision decision, long now)
    {
        var counters = reservation.Counters;
        for (var i = 0; i < counters.Length; i++)
        {
            counters[i].Begin(_second, claim.Subjects[i].NeedOf(claim.Estimate, isNew: true));
        }

        var deadline = now + (long)Lease.TotalMilliseconds;
        reservation.Begin(in claim, in decision, _second, deadline);
        _live.Add(claim.Id, reservation);
        _nextDeadline = Math.Min(_nextDeadline, deadline);
    }

    private Verdict Look(QuotaSubject[] subjects, ReadOnlySpan<SubjectCounters> counters, in QuotaAmount estimate, long now, bool isNew)
    {
        var verdict = new Verdict(now, _second);
        for (var i = 0; i < counters.Length; i++)
        {
            counters[i].Advance(_second, subjects[i].Calendar.At(_second));
            verdict.Look(subjects[i], counters[i], subjects[i].NeedOf(estimate, isNew));
        }

        return verdict;
    }

    private bool Extend(LiveReservation reservation, QuotaAmount more, QuotaSubject[] limits)
    {
        if (Look(limits, reservation.Counters, more, Now(), isNew: false).Subject is not null)
        {
            return false;
        }

        Correct(reservation, more);
        reservation.Reserved += more;
        return true;
    }

    private bool Settle(LiveReservation reservation, QuotaAmount used)
    {
        Correct(reservation, used - reservation.Reserved);
        reservation.GivePlacesBack();
        _over.Push(reservation);
        return true;
    }

    // The sweep settles usage and names the orphans; nobody has to wait for it to get their places.
    private void FreeOverduePlaces(long now)
    {
        if (now < _nextDeadline)
        {
            return;
        }

        _nextDeadline = long.MaxValue;
        foreach (var reservation in _live.Values)
        {
            if (reservation.Deadline <= now)
            {
                reservation.GivePlacesBack();
            }
            else
            {
                _nextDeadline = Math.Min(_nextDeadline, reservation.Deadline);
            }
        }
    }

    private void Correct(LiveReservation reservation, in QuotaAmount difference)
    {
        for (var i = 0; i < reservation.Counters.Length; i++)
        {
            var calendar = reservation.Subjects[i].Calendar;
            reservation.Counters[i].Advance(_second, calendar.At(_second));
            reservation.Counters[i].Correct(reservation.Second, calendar.At(reservation.Second), difference);
        }
    }

    private LiveReservation For(QuotaSubject[] subjects)
    {
        var reservation = _over.TryPop(out var over) ? over : new LiveReservation();
        reservation.For(subjects);
        for (var i = 0; i < subjects.Length; i++)
        {
            reservation.Put(i, CountersOf(subjects[i]));
        }

        return reservation;
    }

    private SubjectCounters CountersOf(QuotaSubject subject)
    {
        if (!_subjects.TryGetValue(subject.Id, out var counters))
        {
            _subjects.Add(subject.Id, counters = new SubjectCounters());
        }

        return counters;
    }

    // Small steps back of the clock are ignored: correcting a clock must not free anything. After a clock that was far ahead, time does go
    // back; otherwise everything would stay closed until the clock caught up.
    private long Now()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now / 1000 < _second - MinuteRing.MostBack)
        {
            _second = now / 1000;
        }

        _second = Math.Max(_second, now / 1000);
        return now;
    }

    private void Forget()
    {
        foreach (var (id, counters) in _subjects)
        {
            counters.Minute.Advance(_second);
            if (counters.IsForgettable(_second))
            {
                _subjects.Remove(id);
            }
        }
    }
}
