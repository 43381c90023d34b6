namespace Gateway.Quotas;

/// <summary>The difference between a subject's counters and the ledger.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Day">The start of the day to correct, in Unix seconds; if that day is over, nothing changes.</param>
/// <param name="InDay">The amount to add to that day; negative takes away.</param>
/// <param name="Month">The start of the month to correct.</param>
/// <param name="InMonth">The amount to add to that month.</param>
internal sealed record QuotaCorrection(QuotaSubject Subject, long Day, QuotaAmount InDay, long Month, QuotaAmount InMonth);
