namespace Gateway.Quotas;

/// <summary>What the counters of a subject lack, or have too much of.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Day">The start of the day that is meant, in Unix seconds; if it is over by then, nothing is changed.</param>
/// <param name="InDay">What is to be added there; less than 0 takes away.</param>
/// <param name="Month">The start of the month.</param>
/// <param name="InMonth">What is to be added there.</param>
internal sealed record QuotaCorrection(QuotaSubject Subject, long Day, QuotaAmount InDay, long Month, QuotaAmount InMonth);
