using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>One limit: its kind and its maximum; money in nano units of the currency of account.</summary>
internal readonly record struct QuotaLimit(LimitKind Kind, long Max);
