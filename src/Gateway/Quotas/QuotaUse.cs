namespace Gateway.Quotas;

/// <summary>What is used and reserved at one counter.</summary>
internal readonly record struct QuotaUse
{
    public required QuotaSubject Subject { get; init; }

    public long RequestsInMinute { get; init; }

    public long TokensInMinute { get; init; }

    public long Concurrent { get; init; }

    public QuotaAmount InDay { get; init; }

    public QuotaAmount InMonth { get; init; }

    public long Of(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => RequestsInMinute,
        LimitKind.TokensPerMinute => TokensInMinute,
        LimitKind.Concurrent => Concurrent,
        LimitKind.TokensPerDay => InDay.Tokens,
        LimitKind.TokensPerMonth => InMonth.Tokens,
        LimitKind.MoneyPerDay => InDay.Nano,
        _ => InMonth.Nano,
    };
}
