namespace Gateway.Quotas.Redis;

/// <summary>
/// What this replica holds of the limits that it lately went by: set aside for it in Redis beforehand, so that it may admit that much
/// by itself, whatever it or anyone believes of Redis, and the limit holds over all. Not safe for threads:
/// <see cref="ReplicaCounters"/> has the lock.
/// </summary>
internal sealed class Leases(TimeProvider time)
{
    // The script keeps each longer: amounts by the minute in which what was admitted last counts, places by a few seconds, for clocks
    // that do not go alike.
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PlacesGood = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // Who does not go by a subject any more gives back what he holds of it.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);

    public const int AtOnce = 20;

    private readonly Dictionary<string, HeldLease> _held = new(StringComparer.Ordinal);

    /// <summary>A request goes by these subjects.</summary>
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

    /// <summary>Takes what a request needs of all its subjects, or nothing.</summary>
    /// <param name="subjects">Where it counts.</param>
    /// <param name="estimate">What it may use.</param>
    /// <param name="isNew">Whether it is a request, or more for one that runs.</param>
    /// <param name="isAway">Whether Redis is away, so that the operator's word for that holds.</param>
    /// <returns>What was taken of each; null when there is not enough.</returns>
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

    /// <summary>Puts back what a request did not use in the end. It was a request, and stays one.</summary>
    public void GiveBack(QuotaSubject[] subjects, QuotaAmount[] taken, QuotaAmount used)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = LeaseParts.Unused(taken[i], used);
        }

        Add(subjects, taken, sign: 1);
    }

    /// <summary>What Redis is to be asked for now. What is held of it may be used meanwhile.</summary>
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

    /// <summary>Asks to take all of it back, so that it may be had from there together with what is left there.</summary>
    public LeaseRequest[] Release(QuotaSubject[] subjects)
    {
        // Mostly there is nothing, and a refusal costs no memory.
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

    /// <summary>Everything, as it is to be set aside in counters made anew.</summary>
    public LeaseRequest[] All()
    {
        var now = time.GetTimestamp();
        return [.. _held.Values.Where(h => h.LeftAt(now) != default).Select(h => Ask(h, h.LeftAt(now), now))];
    }

    /// <summary>Redis has so much set aside by now.</summary>
    /// <param name="asked">What it was asked.</param>
    /// <param name="granted">What it answered.</param>
    /// <param name="sent">When it was asked.</param>
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

    // What is more than wanted, or no longer surely set aside, is let go of before Redis hears of it.
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
