using Gateway.Quotas.InMemory;

namespace Gateway.Quotas.Redis;

/// <summary>
/// What this replica itself admitted: with Redis, as a mirror from which the counters can be made anew, and without it, from what it
/// holds of the limits, to be told later.
/// </summary>
internal sealed partial class ReplicaCounters(
    RedisScripting scripting, RedisQuotaStore redis, RedisMerge merge, RedisLink link, Leases leases, KnownUse known, string instance,
    TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly InMemoryQuotaStore _mirror = new(time);
    // What the mirror has and Redis was not told of yet.
    private InMemoryQuotaStore _untold = new(time);
    // What requests took of the leases that Redis was not told of yet.
    private readonly Dictionary<string, QuotaAmount[]> _taken = new(StringComparer.Ordinal);
    private long _admittedAlone;
    private long _leaseNumber = time.GetUtcNow().ToUnixTimeMilliseconds();
    private bool _isLeasing;

    public Outbox Outbox { get; } = new();

    public long AdmittedAlone => Volatile.Read(ref _admittedAlone);

    /// <summary>Whether Redis may be asked about any reservation: nothing about one is still on its way there.</summary>
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

    /// <summary>Takes note of what Redis has admitted.</summary>
    /// <param name="claim">What was claimed.</param>
    /// <param name="shared">What Redis answered.</param>
    /// <param name="epoch">The counters it was asked of. If they are others by now, these have to be told.</param>
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

    /// <summary>A claim whose answer never came. Redis takes it back if it has counted it.</summary>
    public void Doubt(QuotaClaim claim) => Outbox.Add(async () => await redis.VoidAsync(claim.Id, claim.Subjects));

    public QuotaSubject[]? SubjectsOf(string id) => _mirror.Find(id)?.Subjects;

    /// <summary>Takes note of an extension by Redis.</summary>
    public void CountExtension(string id, QuotaAmount more)
    {
        lock (_lock)
        {
            _mirror.Extend(id, more, limits: null);
        }
    }

    /// <summary>Settles here, before Redis is told: should it be emptied meanwhile, it is given what is true already.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="used">What was used.</param>
    /// <param name="subjects">Whose it was; null when it is not known here.</param>
    /// <returns>Whether Redis has to be told.</returns>
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
    /// Of reservations that Redis does not know it is told again, sums and all: it has lost them, as a replica that took over
    /// may have lost the last moment.
    /// </summary>
    /// <returns>Those that are not known here either.</returns>
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

    /// <summary>Forgets what is over.</summary>
    /// <returns>Reservations that nobody renewed and Redis never knew of.</returns>
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

    /// <summary>Puts what Redis was not told of into the outbox.</summary>
    /// <param name="withRunning">Whether to say of all that runs that it does, since it may have been taken for dead.</param>
    public void Tell(bool withRunning)
    {
        lock (_lock)
        {
            TellUntold(withRunning);
        }
    }

    /// <summary>Asks Redis from now on, when there is nothing to tell but what a moment brought.</summary>
    /// <param name="atOnce">Even if there is: new claims come faster than they can be told.</param>
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

    /// <summary>Goes over to other counters, which are empty of all this replica admitted and holds, and tells them all of it.</summary>
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
