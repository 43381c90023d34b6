using Gateway.Configuration;

namespace Gateway.Quotas.InMemory;

/// <summary>Checks all limits of a claim. Of those that refuse it, keeps the one that opens last.</summary>
internal struct Verdict(long nowMilliseconds, long second)
{
    private LimitKind? _kind;
    private long _limit;
    private long _used;
    private long _opensAt;

    public QuotaRoom Requests { get; private set; }

    public QuotaRoom Tokens { get; private set; }

    public QuotaSubject? Subject { get; private set; }

    /// <summary>Compares one subject's limits with its usage. Allocates nothing.</summary>
    /// <param name="subject">The subject whose limits are checked.</param>
    /// <param name="counters">The subject's counters.</param>
    /// <param name="need">The amount to add.</param>
    public void Look(QuotaSubject subject, SubjectCounters counters, in QuotaAmount need)
    {
        foreach (var (kind, limit) in subject.Limits.All)
        {
            var (used, more) = (counters.Of(kind), need[kind.Meter]);
            KeepRoom(kind, limit, used + more);
            // A free request is never refused for money: local models keep working when the cloud budget is spent.
            if (more > 0 && used + more > limit)
            {
                Against(subject, kind, limit, used, OpensAt(subject, counters, kind, limit, more));
            }
        }
    }

    public readonly QuotaDecision Decide() => Subject is null
        ? new QuotaDecision { Outcome = QuotaOutcome.Granted, Second = second, Requests = Requests, Tokens = Tokens }
        : new QuotaDecision
        {
            Outcome = QuotaOutcome.Refused,
            Requests = Requests,
            Tokens = Tokens,
            Subject = Subject,
            Kind = _kind,
            Limit = _limit,
            Used = _used,
            RetryAfter = TimeSpan.FromMilliseconds(Math.Max(0, _opensAt * 1000 - nowMilliseconds)),
        };

    private readonly long OpensAt(QuotaSubject subject, SubjectCounters counters, LimitKind kind, long limit, long more) =>
        kind.Window switch
        {
            LimitWindow.Minute => counters.Minute.WhenFits(kind.Meter, more, limit),
            // Opens when another request ends, and nobody knows when that is.
            LimitWindow.AtOnce => second,
            LimitWindow.Day or LimitWindow.Month => subject.Calendar.At(second).Of(kind.Window).End,
        };

    // Clients know headers for these two only.
    private void KeepRoom(LimitKind kind, long limit, long used)
    {
        if (kind is { Window: LimitWindow.Minute, Meter: Meter.Requests })
        {
            Requests = Requests.Or(limit, Math.Max(0, limit - used));
        }
        else if (kind is { Window: LimitWindow.Minute, Meter: Meter.Tokens })
        {
            Tokens = Tokens.Or(limit, Math.Max(0, limit - used));
        }
    }

    private void Against(QuotaSubject subject, LimitKind kind, long limit, long used, long opensAt)
    {
        if (Subject is null || opensAt > _opensAt)
        {
            (Subject, _kind, _limit, _used, _opensAt) = (subject, kind, limit, used, opensAt);
        }
    }
}
