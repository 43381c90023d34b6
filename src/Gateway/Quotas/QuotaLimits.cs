namespace Gateway.Quotas;

/// <summary>What one policy, key or team allows. Null is no limit; money is in nano units of the accounting currency.</summary>
/// <param name="RequestsPerMinute">In any 60 seconds.</param>
/// <param name="TokensPerMinute">Of prompts and answers, in any 60 seconds.</param>
/// <param name="Concurrent">At once.</param>
/// <param name="TokensPerDay">By the calendar.</param>
/// <param name="TokensPerMonth">By the calendar.</param>
/// <param name="MoneyPerDay">By the calendar, in nano units.</param>
/// <param name="MoneyPerMonth">By the calendar, in nano units.</param>
internal sealed record QuotaLimits(
    long? RequestsPerMinute = null,
    long? TokensPerMinute = null,
    long? Concurrent = null,
    long? TokensPerDay = null,
    long? TokensPerMonth = null,
    long? MoneyPerDay = null,
    long? MoneyPerMonth = null)
{
    public static QuotaLimits None { get; } = new();

    public bool IsEmpty => this == None;
}
