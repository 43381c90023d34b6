namespace Gateway.Quotas;

/// <summary>A running request and its usage so far.</summary>
internal readonly record struct QuotaRenewal(string Id, QuotaAmount Used);
