namespace Gateway.Quotas.InMemory;

/// <summary>
/// The usage of one subject: in the current day and month, each identified by its start, and in each second of the last minute.
/// </summary>
internal sealed record SubjectExport(
    string Id,
    long Day,
    QuotaAmount InDay,
    long Month,
    QuotaAmount InMonth,
    IReadOnlyList<(long Second, QuotaAmount Amount)> Minute);
