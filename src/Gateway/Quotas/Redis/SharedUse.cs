namespace Gateway.Quotas.Redis;

/// <summary>
/// What was known of a subject's budgets when Redis last told: all that was used in the day and the month, and how much of it by
/// this replica.
/// </summary>
internal sealed record SharedUse(
    DateTimeOffset At,
    long Day,
    long Month,
    (QuotaAmount Day, QuotaAmount Month) Used,
    (QuotaAmount Day, QuotaAmount Month) Own);
