namespace Gateway.Quotas.Redis;

/// <summary>
/// A subject's budget usage as Redis last reported it: the total of the day and the month, and this replica's part of it.
/// </summary>
internal sealed record SharedUse(
    DateTimeOffset At,
    long Day,
    long Month,
    (QuotaAmount Day, QuotaAmount Month) Used,
    (QuotaAmount Day, QuotaAmount Month) Own);
