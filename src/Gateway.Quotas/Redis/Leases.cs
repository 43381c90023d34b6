namespace Gateway.Quotas.Redis;

/// <summary>
/// The shares of recently used limits that this replica holds. Redis set them aside beforehand, so the replica may admit that much by
/// itself, and the limit holds over all replicas, whatever anyone believes about the state of Redis. Not thread-safe:
/// <see cref="ReplicaCounters"/> holds the lock.
/// </summary>
internal sealed class Leases(TimeProvider time)
{
    // The script keeps both for longer, to allow for clock differences: amounts by the minute in which the last admission counts, places by
    // a few seconds.
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PlacesGood = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // A replica that no longer uses a subject gives back its share.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);

    public const int AtOnce = 20;

    private readonly Dictionary<string, HeldLease> _held = new(StringComparer.Ordinal);

    /// <summary>Records that a request uses these subjects.</summary>
    public void Used(QuotaSubject[] subjects, QuotaAmount estimate)
    {
        var now = time.GetTimestamp();
        foreach (var subject in subjects)
        {
            if (subject.Limits.IsEmpty)
            {
                continue;
            }

            if (!_held.TryGetValue(subject.Id, out var held))
            {
                _held.Add(subject.Id, held = new HeldLease { Subject = subject });
            }

            (held.Subject, held.UsedAt) = (subject, now);
            held.Estimate = QuotaAmount.Larger(held.Estimate, estimate);
        }
    }

    /// <summary>Takes a request's need from all its subjects, or nothing.</summary>
    /// <param name="subjects">The subjects it counts against.</param>
    /// <param name="estimate">Its estimated usage.</param>
    /// <param name="isNew">True for a new request; false to enlarge the reservation of a running one.</param>
    /// <param name="isAway">True when Redis is away, so that the operator's setting for that applies.</param>
    /// <returns>The amount taken from each; null when there is not enough.</returns>
    public QuotaAmount[]? Take(QuotaSubject[] subjects, QuotaAmount estimate, bool isNew, bool isAway)
    {
        var now = time.GetTimestamp();
        var needs = new QuotaAmount[subjects.Length];
        for (var i = 0; i < needs.Length; i++)
        {
            var need = LeaseParts.NeedOf(subjects[i], estimate, isNew);
            if (isAway && !LeaseParts.TryLose(subjects[i], ref need))
            {
                return null;
            }

            var left = _held.TryGetValue(subjects[i].Id, out var held) ? held.LeftAt(now) : default;
            if (!left.Covers(need))
            {
                return null;
            }

            needs[i] = need;
        }

        Add(subjects, needs, sign: -1);
        return needs;
    }

    /// <summary>Puts back what a request did not use. The request itself stays counted.</summary>
    public void GiveBack(QuotaSubject[] subjects, QuotaAmount[] taken, QuotaAmount used)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = LeaseParts.Unused(taken[i], used);
        }

        Add(subjects, taken, sign: 1);
    }

    /// <summary>The requests to send to Redis now. The held part may be used meanwhile.</summary>
    public LeaseRequest[] Due()
    {
        var now = time.GetTimestamp();
        List<LeaseRequest> due = [];
        foreach (var held in _held.Values)
        {
            if (now >= held.DueAt)
            {
                var isKept = time.GetElapsedTime(held.UsedAt, now) < Kept;
                due.Add(Ask(held, isKept ? LeaseParts.WantedOf(held.Subject, held.Estimate) : default, now));
                if (due.Count == AtOnce)
                {
                    break;
                }
            }
        }

        return [.. due];
    }

    /// <summary>
    /// Asks Redis to take back everything held of these subjects, so that it can be claimed together with what is left there.
    /// </summary>
    public LeaseRequest[] Release(QuotaSubject[] subjects)
    {
        // Usually nothing is held, so a refusal allocates nothing.
        List<LeaseRequest>? back = null;
        foreach (var subject in subjects)
        {
            if (_held.TryGetValue(subject.Id, out var held) && held.Left != default)
            {
                (back ??= []).Add(Ask(held, default, time.GetTimestamp()));
            }
        }

        return back is null ? [] : [.. back];
    }

    /// <summary>All shares, to be set aside in counters created anew.</summary>
    public LeaseRequest[] All()
    {
        var now = time.GetTimestamp();
        return [.. _held.Values.Where(h => h.LeftAt(now) != default).Select(h => Ask(h, h.LeftAt(now), now))];
    }

    /// <summary>Records how much Redis has set aside by now.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="granted">The amount set aside.</param>
    /// <param name="sent">The time of the request.</param>
    public void Granted(in LeaseRequest asked, QuotaAmount granted, long sent)
    {
        if (!_held.TryGetValue(asked.Subject.Id, out var held))
        {
            return;
        }

        held.Left += granted - asked.Held;
        (held.GoodUntil, held.PlacesGoodUntil) = (sent + Ticks(Good), sent + Ticks(PlacesGood));
        if (asked.Wanted == default && granted == default && time.GetElapsedTime(held.UsedAt) >= Kept)
        {
            _held.Remove(asked.Subject.Id);
        }
    }

    // Anything beyond the wanted amount, or no longer certain to be set aside, is dropped before Redis hears of it.
    private LeaseRequest Ask(HeldLease held, QuotaAmount wanted, long now)
    {
        held.Left = QuotaAmount.Smaller(held.LeftAt(now), wanted);
        held.DueAt = now + Ticks(held.Left == wanted ? RenewAfter : TryAgainAfter);
        return new LeaseRequest(held.Subject, held.Left, wanted);
    }

    private void Add(QuotaSubject[] subjects, QuotaAmount[] amounts, int sign)
    {
        for (var i = 0; i < amounts.Length; i++)
        {
            if (amounts[i] != default && _held.TryGetValue(subjects[i].Id, out var held))
            {
                held.Left = sign > 0 ? held.Left + amounts[i] : held.Left - amounts[i];
                held.DueAt = Math.Min(held.DueAt, time.GetTimestamp() + Ticks(TryAgainAfter));
            }
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
