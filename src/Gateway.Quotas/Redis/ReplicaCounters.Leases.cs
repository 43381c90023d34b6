namespace Gateway.Quotas.Redis;

/// <summary>Obtains this replica's shares of the limits and admits requests from them.</summary>
internal sealed partial class ReplicaCounters
{
    /// <summary>Admits from the held shares.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="isAway">True when Redis is away, so that the operator's setting for that applies.</param>
    /// <param name="mayBeCounted">True when Redis may have counted it too; that count is taken back before this admission is
    /// reported.</param>
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

    /// <summary>Asks Redis for the shares of the limits this replica should hold.</summary>
    public async ValueTask LeaseAsync() => await LeaseAsync(toRelease: null);

    /// <summary>Gives back the shares held of some subjects.</summary>
    /// <returns>True when something was held.</returns>
    public ValueTask<bool> ReleaseAsync(QuotaSubject[] subjects) => LeaseAsync(subjects);

    /// <summary>Enlarges a reservation from the held shares.</summary>
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

    // Admissions from a lease are added to the counters before the lease shrinks by them: in between they count twice, never zero times.
    private async ValueTask<bool> LeaseAsync(QuotaSubject[]? toRelease)
    {
        LeaseRequest[] requests;
        long sent, number;
        lock (_lock)
        {
            // One at a time: with two answers nobody would know which came last.
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
