namespace Gateway.Quotas.Redis;

/// <summary>What Redis is asked for: of a subject so much is held still, and so much is wanted.</summary>
internal readonly record struct LeaseRequest(QuotaSubject Subject, QuotaAmount Held, QuotaAmount Wanted);
