namespace Gateway.Quotas.Redis;

/// <summary>A request to Redis for a share of a subject's limits: the amount still held, and the amount wanted.</summary>
internal readonly record struct LeaseRequest(QuotaSubject Subject, QuotaAmount Held, QuotaAmount Wanted);
