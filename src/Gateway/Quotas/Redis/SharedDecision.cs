namespace Gateway.Quotas.Redis;

/// <summary>A decision of the shared counters, and what a replica keeps of it for the time when they cannot be reached.</summary>
/// <param name="Decision">What the caller is told.</param>
/// <param name="Second">When it was admitted, in Unix seconds of Redis's clock.</param>
/// <param name="Held">Of each subject the day and the month after it; null where it was refused.</param>
internal readonly record struct SharedDecision(QuotaDecision Decision, long Second, (QuotaAmount Day, QuotaAmount Month)[]? Held);
