namespace Gateway.Quotas.InMemory;

/// <summary>Lets a replica mirror what the shared counters admitted, and hand it back to them.</summary>
internal sealed partial class InMemoryQuotaStore
{
    /// <summary>True when nothing has been counted yet.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _subjects.Count == 0;
            }
        }
    }

    public bool Holds(string id)
    {
        lock (_lock)
        {
            return _live.ContainsKey(id);
        }
    }

    /// <summary>Counts a claim that was admitted elsewhere, or is counted again.</summary>
    /// <param name="claim">The admitted claim.</param>
    /// <param name="own">Receives what each subject has used here in its day and month, including this claim.</param>
    public void Count(in QuotaClaim claim, Span<(QuotaAmount Day, QuotaAmount Month)> own)
    {
        lock (_lock)
        {
            var now = Now();
            var reservation = For(claim.Subjects);
            var counters = reservation.Counters;
            for (var i = 0; i < counters.Length; i++)
            {
                counters[i].Advance(_second, claim.Subjects[i].Calendar.At(_second));
            }

            var isNew = !_live.ContainsKey(claim.Id);
            if (isNew)
            {
                Begin(in claim, reservation, new QuotaDecision { Outcome = QuotaOutcome.Granted, Second = _second }, now);
            }

            for (var i = 0; i < own.Length; i++)
            {
                own[i] = (counters[i].InDay, counters[i].InMonth);
            }

            if (!isNew)
            {
                _over.Push(reservation);
            }
        }
    }

    /// <summary>Enlarges a reservation under limits that may differ from its own, or under none.</summary>
    public bool Extend(string id, QuotaAmount more, QuotaSubject[]? limits)
    {
        lock (_lock)
        {
            if (!_live.TryGetValue(id, out var reservation))
            {
                return false;
            }

            if (limits is not null)
            {
                return Extend(reservation, more, limits);
            }

            Now();
            Correct(reservation, more);
            reservation.Reserved += more;
            return true;
        }
    }

    public bool Settle(string id, QuotaAmount used)
    {
        lock (_lock)
        {
            Now();
            return _live.Remove(id, out var reservation) && Settle(reservation, used);
        }
    }

    /// <summary>Finds a running reservation; null when there is none.</summary>
    public ReservationExport? Find(string id)
    {
        lock (_lock)
        {
            return _live.TryGetValue(id, out var reservation) ? Export(id, reservation) : null;
        }
    }

    public CountersExport Export()
    {
        lock (_lock)
        {
            Now();
            List<SubjectExport> subjects = new(_subjects.Count);
            foreach (var (id, counters) in _subjects)
            {
                counters.Minute.Advance(_second);
                subjects.Add(counters.Export(id));
            }

            return new CountersExport(_second, subjects);
        }
    }

    public IReadOnlyList<ReservationExport> ExportRunning()
    {
        lock (_lock)
        {
            return [.. _live.Select(static l => Export(l.Key, l.Value))];
        }
    }

    private static ReservationExport Export(string id, LiveReservation reservation) =>
        new(id, reservation.Subjects, reservation.Second, reservation.Reserved, reservation.Used);
}
