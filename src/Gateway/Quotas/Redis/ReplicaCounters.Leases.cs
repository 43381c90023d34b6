namespace Gateway.Quotas.Redis;

/// <summary>What is admitted from what this replica holds of the limits, and how that is got.</summary>
internal sealed partial class ReplicaCounters
{
    /// <summary>Admits from what is held of the limits.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="isAway">Whether Redis is, so that the operator's word for that holds.</param>
    /// <param name="mayBeCounted">Whether Redis may count it too; it takes that back before it is told.</param>
    /// <returns>Null when not enough is held.</returns>
    public QuotaDecision? TryAdmit(in QuotaClaim claim, bool isAway, bool mayBeCounted)
    {
        lock (_lock)
        {
            leases.Used(claim.Subjects, claim.Estimate);
            if (leases.Take(claim.Subjects, claim.Estimate, isNew: true, isAway) is not { } taken)
            {
                return null;
            }

            if (mayBeCounted)
            {
                Doubt(claim);
            }

            _mirror.Count(in claim, default);
            _untold.Count(in claim, default);
            _taken[claim.Id] = taken;
            _admittedAlone++;
            return new QuotaDecision { Outcome = QuotaOutcome.Granted, Second = time.GetUtcNow().ToUnixTimeSeconds() };
        }
    }

    /// <summary>Asks Redis for as much of the limits as this replica should hold.</summary>
    public async ValueTask LeaseAsync() => await LeaseAsync(toRelease: null);

    /// <summary>Gives back what is held of some subjects.</summary>
    /// <returns>Whether there was something.</returns>
    public ValueTask<bool> ReleaseAsync(QuotaSubject[] subjects) => LeaseAsync(subjects);

    /// <summary>Adds to a reservation from what is held of the limits.</summary>
    public bool Extend(string id, QuotaAmount more, bool isAway)
    {
        lock (_lock)
        {
            if (_mirror.Find(id) is not { } reservation || leases.Take(reservation.Subjects, more, isNew: false, isAway) is not { } taken)
            {
                return false;
            }

            _mirror.Extend(id, more, limits: null);
            if (_untold.Extend(id, more, limits: null))
            {
                var before = _taken.GetValueOrDefault(id);
                _taken[id] = [.. taken.Select((t, i) => t + (before?[i] ?? default))];
            }
            else
            {
                Outbox.Add(async () => await redis.ExtendAsync(id, more, reservation.Subjects, isHeld: true));
            }

            return true;
        }
    }

    // What was admitted of a lease is added to the counters before the lease is made smaller by it: in between it is counted twice, and
    // never not at all.
    private async ValueTask<bool> LeaseAsync(QuotaSubject[]? toRelease)
    {
        LeaseRequest[] requests;
        long sent, number;
        lock (_lock)
        {
            // One at a time: of two answers nobody would know which came last.
            if (_isLeasing || !link.IsConnected || Outbox.Count > 0 || !_untold.IsEmpty)
            {
                return false;
            }

            requests = toRelease is null ? leases.Due() : leases.Release(toRelease);
            if (requests.Length == 0)
            {
                return false;
            }

            (_isLeasing, number, sent) = (true, ++_leaseNumber, time.GetTimestamp());
        }

        try
        {
            var granted = await redis.LeaseAsync(requests, instance, keep: false, number);
            lock (_lock)
            {
                for (var i = 0; i < requests.Length; i++)
                {
                    leases.Granted(in requests[i], granted[i], sent);
                }
            }

            return true;
        }
        finally
        {
            lock (_lock)
            {
                _isLeasing = false;
            }
        }
    }

    private Func<ValueTask> KeepLeases(LeaseRequest[] held, long number) =>
        async () => await redis.LeaseAsync(held, instance, keep: true, number);
}
