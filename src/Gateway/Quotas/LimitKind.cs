namespace Gateway.Quotas;

/// <summary>What a limit counts, and over which time.</summary>
internal enum LimitKind
{
    RequestsPerMinute,
    TokensPerMinute,
    Concurrent,
    TokensPerDay,
    TokensPerMonth,
    MoneyPerDay,
    MoneyPerMonth,
}
