using Gateway.Quotas.InMemory;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Tracks what this replica itself admitted. While Redis answers, this is a mirror from which the counters can be rebuilt. While it does
/// not, this holds what was admitted from the replica's shares, to be reported later.
/// </summary>
internal sealed partial class ReplicaCounters(
    RedisScripting scripting, RedisQuotaStore redis, RedisMerge merge, RedisLink link, Leases leases, KnownUse known, string instance,
    TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly InMemoryQuotaStore _mirror = new(time);
    // Counts that the mirror has and Redis has not been told yet.
    private InMemoryQuotaStore _untold = new(time);
    // Amounts that requests took from the leases and Redis has not been told yet.
    private readonly Dictionary<string, QuotaAmount[]> _taken = new(StringComparer.Ordinal);
    private long _admittedAlone;
    private long _leaseNumber = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool _isLeasing;

    public Outbox Outbox { get; } = new();

    public long AdmittedAlone => Volatile.Read(ref _admittedAlone);

    /// <summary>True when Redis may be asked about any reservation: no message about one is still on its way.</summary>
    public bool IsUpToDate => link.IsConnected && Outbox.Count == 0;

    public bool HasSomethingToTell
    {
        get
        {
            lock (_lock)
            {
                return Outbox.Count > 0 || !_untold.IsEmpty;
            }
        }
    }

    /// <summary>Records what Redis has admitted.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="shared">Redis's answer.</param>
    /// <param name="epoch">The counters that answered. If they have been replaced since, the new ones have to be told.</param>
    public void Count(in QuotaClaim claim, in SharedDecision shared, string epoch)
    {
        Span<(QuotaAmount Day, QuotaAmount Month)> own = new (QuotaAmount, QuotaAmount)[claim.Subjects.Length];
        lock (_lock)
        {
            _mirror.Count(in claim, own);
            leases.Used(claim.Subjects, claim.Estimate);
            if (epoch != scripting.Epoch && CountersName.Parse(epoch).Id != CountersName.Parse(scripting.Epoch).Id)
            {
                _untold.Count(in claim, default);
            }
        }

        known.Learn(in claim, in shared, own);
    }

    /// <summary>Handles a claim whose answer never came: Redis takes it back if it has counted it.</summary>
    public void Doubt(QuotaClaim claim) => Outbox.Add(async () => await redis.VoidAsync(claim.Id, claim.Subjects));

    public QuotaSubject[]? SubjectsOf(string id) => _mirror.Find(id)?.Subjects;

    /// <summary>Records an extension granted by Redis.</summary>
    public void CountExtension(string id, QuotaAmount more)
    {
        lock (_lock)
        {
            _mirror.Extend(id, more, limits: null);
        }
    }

    /// <summary>Settles here before Redis is told: if Redis is emptied meanwhile, it receives what is already true.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="used">The actual usage.</param>
    /// <param name="subjects">Its subjects; null when it is not known here.</param>
    /// <returns>True when Redis has to be told.</returns>
    public bool Settle(string id, QuotaAmount used, out QuotaSubject[]? subjects)
    {
        lock (_lock)
        {
            subjects = _mirror.Find(id)?.Subjects;
            _mirror.Settle(id, used);
            if (!_untold.Settle(id, used))
            {
                return true;
            }

            if (subjects is not null && _taken.Remove(id, out var taken))
            {
                leases.GiveBack(subjects, taken, used);
            }

            return false;
        }
    }

    public async ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running) =>
        await _mirror.RenewAsync(running, default);

    /// <summary>
    /// Reports reservations, with their sums, that Redis does not know. Redis can lose them: a replica that takes over may lack the last
    /// moment.
    /// </summary>
    /// <returns>The ids that are not known here either.</returns>
    public IReadOnlyList<string> TellAgain(IReadOnlyList<string> ids)
    {
        List<string> unknown = [];
        lock (_lock)
        {
            foreach (var id in ids)
            {
                if (_mirror.Find(id) is not { } reservation)
                {
                    unknown.Add(id);
                }
                else if (Outbox.Count == 0)
                {
                    _untold.Count(new QuotaClaim(id, reservation.Subjects, reservation.Reserved, reservation.Used), default);
                }
            }
        }

        return unknown;
    }

    /// <summary>Forgets all that is over.</summary>
    /// <returns>The reservations that nobody renewed and Redis never knew.</returns>
    public async ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync()
    {
        known.Forget();
        List<OrphanedReservation> orphans = [];
        foreach (var orphan in await _mirror.SweepAsync(default))
        {
            lock (_lock)
            {
                if (_untold.Settle(orphan.Id, orphan.Used))
                {
                    orphans.Add(orphan);
                }
            }
        }

        return orphans;
    }

    public async ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects)
    {
        List<QuotaUse> uses = [];
        foreach (var own in await _mirror.PeekAsync(subjects, default))
        {
            uses.Add(known.Estimate(own));
        }

        return uses;
    }

    /// <summary>Puts everything that Redis has not been told into the outbox.</summary>
    /// <param name="withRunning">True to report every running request as running, since it may have been taken for dead.</param>
    public void Tell(bool withRunning)
    {
        lock (_lock)
        {
            TellUntold(withRunning);
        }
    }

    /// <summary>Returns to using Redis, once there is nothing left to report except what arrived in the last moment.</summary>
    /// <param name="atOnce">True to return even if there is more: new claims arrive faster than they can be reported.</param>
    public bool TryReturn(bool atOnce)
    {
        lock (_lock)
        {
            if (!atOnce && !_untold.IsEmpty)
            {
                return false;
            }

            TellUntold(withRunning: false);
            link.Returned();
            return true;
        }
    }

    /// <summary>Switches to other counters, which lack everything this replica admitted and holds, and reports all of it to them.</summary>
    public void StartOver(string epoch)
    {
        lock (_lock)
        {
            scripting.Epoch = epoch;
            Outbox.Clear();
            ForgetUntold();
            if (leases.All() is { Length: > 0 } held)
            {
                AddAll(held.Chunk(Leases.AtOnce).Select(h => KeepLeases(h, ++_leaseNumber)));
            }

            var export = _mirror.Export();
            AddAll(merge.Messages(export));
            AddAll(merge.Messages(_mirror.ExportRunning(), export.Second));
        }
    }

    private void TellUntold(bool withRunning)
    {
        var (export, running) = (_untold.Export(), withRunning ? _mirror.ExportRunning() : _untold.ExportRunning());
        ForgetUntold();
        AddAll(merge.Messages(export));
        AddAll(merge.Messages(running, export.Second));
    }

    private void ForgetUntold()
    {
        _untold = new InMemoryQuotaStore(time);
        _taken.Clear();
    }

    private void AddAll(IEnumerable<Func<ValueTask>> messages)
    {
        foreach (var message in messages)
        {
            Outbox.Add(message);
        }
    }
}
