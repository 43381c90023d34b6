namespace Gateway.Quotas;

/// <summary>Tokens, and what they cost in nano units of the accounting currency.</summary>
internal readonly record struct QuotaAmount(long Tokens, long Nano)
{
    public static QuotaAmount operator -(QuotaAmount a, QuotaAmount b) => new(a.Tokens - b.Tokens, a.Nano - b.Nano);

    public static QuotaAmount operator +(QuotaAmount a, QuotaAmount b) => new(a.Tokens + b.Tokens, a.Nano + b.Nano);
}
