namespace Gateway.Quotas;

/// <summary>A running request, and what it has used up to now.</summary>
internal readonly record struct QuotaRenewal(string Id, QuotaAmount Used);
