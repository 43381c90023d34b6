namespace Gateway.Quotas.Redis;

/// <summary>A decision of the shared counters, and the part of it that a replica keeps for times when they cannot be reached.</summary>
/// <param name="Decision">The decision for the caller.</param>
/// <param name="Second">The time of admission, in Unix seconds of Redis's clock.</param>
/// <param name="Held">Each subject's day and month after the admission; null where it was refused.</param>
internal readonly record struct SharedDecision(QuotaDecision Decision, long Second, (QuotaAmount Day, QuotaAmount Month)[]? Held);
