namespace Gateway.Quotas.InMemory;

/// <summary>Looks at all limits of a claim, and keeps of those that stand against it the one that opens last.</summary>
internal struct Verdict(long nowMilliseconds, long second)
{
    private long _opensAt;

    public QuotaRoom Requests { get; private set; }

    public QuotaRoom Tokens { get; private set; }

    public QuotaSubject? Subject { get; private set; }

    private LimitKind _kind;
    private long _limit;
    private long _used;

    /// <summary>Compares one subject's limits with what it has used. Costs no allocation.</summary>
    public void Look(QuotaSubject subject, SubjectCounters counters, QuotaAmount estimate, bool isNew)
    {
        var limits = subject.Limits;
        var (requests, running) = isNew ? (1, 1) : (0, 0);
        if (limits.RequestsPerMinute is { } rpm)
        {
            Requests = Requests.Or(rpm, Math.Max(0, rpm - counters.Minute.Requests - requests));
            if (isNew && counters.Minute.Requests + 1 > rpm)
            {
                Against(subject, LimitKind.RequestsPerMinute, rpm, counters.Minute.Requests, counters.Minute.WhenRequestsFit(1, rpm));
            }
        }

        if (limits.TokensPerMinute is { } tpm)
        {
            Tokens = Tokens.Or(tpm, Math.Max(0, tpm - counters.Minute.Tokens - estimate.Tokens));
            if (Exceeds(counters.Minute.Tokens, estimate.Tokens, tpm))
            {
                Against(subject, LimitKind.TokensPerMinute, tpm, counters.Minute.Tokens, counters.Minute.WhenTokensFit(estimate.Tokens, tpm));
            }
        }

        if (limits.Concurrent is { } most && counters.Concurrent + running > most)
        {
            Against(subject, LimitKind.Concurrent, most, counters.Concurrent, second);
        }

        LookAtBudgets(subject, counters, estimate);
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

    private void LookAtBudgets(QuotaSubject subject, SubjectCounters counters, QuotaAmount estimate)
    {
        var (limits, periods) = (subject.Limits, subject.Calendar.At(second));
        LookAtBudget(subject, LimitKind.TokensPerDay, limits.TokensPerDay, counters.InDay.Tokens, estimate.Tokens, periods.NextDay);
        LookAtBudget(subject, LimitKind.TokensPerMonth, limits.TokensPerMonth, counters.InMonth.Tokens, estimate.Tokens, periods.NextMonth);
        LookAtBudget(subject, LimitKind.MoneyPerDay, limits.MoneyPerDay, counters.InDay.Nano, estimate.Nano, periods.NextDay);
        LookAtBudget(subject, LimitKind.MoneyPerMonth, limits.MoneyPerMonth, counters.InMonth.Nano, estimate.Nano, periods.NextMonth);
    }

    private void LookAtBudget(QuotaSubject subject, LimitKind kind, long? limit, long used, long more, long opensAt)
    {
        if (limit is { } most && Exceeds(used, more, most))
        {
            Against(subject, kind, most, used, opensAt);
        }
    }

    // What costs nothing is never refused for money: local models go on when the cloud's budget is spent.
    private static bool Exceeds(long used, long more, long limit) => more > 0 && used + more > limit;

    private void Against(QuotaSubject subject, LimitKind kind, long limit, long used, long opensAt)
    {
        if (Subject is null || opensAt > _opensAt)
        {
            (Subject, _kind, _limit, _used, _opensAt) = (subject, kind, limit, used, opensAt);
        }
    }
}
