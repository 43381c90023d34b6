namespace Gateway.Quotas.Redis;

/// <summary>A part of a subject's limits: what one replica holds of them, or what one request takes.</summary>
internal readonly record struct LeaseAmount(long Requests, long Tokens, long Nano, long Places)
{
    // A hundredth of each limit, and of small ones what one request needs, where that is no more than a twentieth: more would keep
    // from the others what they may never see used.
    private const long Part = 100;
    private const long MostPart = 20;

    public static LeaseAmount operator +(LeaseAmount a, LeaseAmount b) =>
        new(a.Requests + b.Requests, a.Tokens + b.Tokens, a.Nano + b.Nano, a.Places + b.Places);

    public static LeaseAmount operator -(LeaseAmount a, LeaseAmount b) =>
        new(a.Requests - b.Requests, a.Tokens - b.Tokens, a.Nano - b.Nano, a.Places - b.Places);

    /// <summary>What one request takes of the limits that a subject has.</summary>
    public static LeaseAmount NeedOf(QuotaSubject subject, QuotaAmount estimate, bool isNew)
    {
        var limits = subject.Limits;
        var counts = isNew && subject.CountsRequests;
        return new LeaseAmount(
            counts && limits.RequestsPerMinute is not null ? 1 : 0,
            TokensOf(limits) is not null ? Math.Max(0, estimate.Tokens) : 0,
            MoneyOf(limits) is not null ? Math.Max(0, estimate.Nano) : 0,
            counts && limits.Concurrent is not null ? 1 : 0);
    }

    /// <summary>What a replica should hold of a subject's limits, where requests take so much.</summary>
    public static LeaseAmount WantedOf(QuotaSubject subject, QuotaAmount estimate)
    {
        var (limits, one) = (subject.Limits, subject.CountsRequests ? 1 : 0);
        return new LeaseAmount(
            one * PartOf(limits.RequestsPerMinute, 1),
            PartOf(TokensOf(limits), estimate.Tokens),
            PartOf(MoneyOf(limits), estimate.Nano),
            one * PartOf(limits.Concurrent, 1));
    }

    public static LeaseAmount Smaller(LeaseAmount a, LeaseAmount b) => new(
        Math.Min(a.Requests, b.Requests), Math.Min(a.Tokens, b.Tokens), Math.Min(a.Nano, b.Nano), Math.Min(a.Places, b.Places));

    public bool Covers(LeaseAmount need) =>
        Covers(Requests, need.Requests) && Covers(Tokens, need.Tokens) && Covers(Nano, need.Nano) && Covers(Places, need.Places);

    // What has gone below 0 by an answer that was longer than reserved keeps nobody from what he does not need.
    private static bool Covers(long left, long need) => need == 0 || need <= left;

    private static long? TokensOf(QuotaLimits limits) => Smallest(limits.TokensPerMinute, limits.TokensPerDay, limits.TokensPerMonth);

    private static long? MoneyOf(QuotaLimits limits) => Smallest(limits.MoneyPerDay, limits.MoneyPerMonth, null);

    private static long? Smallest(long? a, long? b, long? c) =>
        (a ?? b ?? c) is null ? null : Math.Min(a ?? long.MaxValue, Math.Min(b ?? long.MaxValue, c ?? long.MaxValue));

    private static long PartOf(long? limit, long request) => limit is { } most ? Math.Max(most / Part, request <= most / MostPart ? request : 0) : 0;
}
