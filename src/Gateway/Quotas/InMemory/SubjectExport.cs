namespace Gateway.Quotas.InMemory;

/// <summary>
/// What one subject has used: in the running day and month, named by their starts, and in each second of the last minute.
/// </summary>
internal sealed record SubjectExport(
    string Id,
    long Day,
    QuotaAmount InDay,
    long Month,
    QuotaAmount InMonth,
    IReadOnlyList<(long Second, QuotaAmount Amount)> Minute);
