namespace Gateway.Quotas.Redis;

/// <summary>Redis holds no counters, or others than those this replica knows: it came back empty, and they have to be rebuilt.</summary>
internal sealed class CountersLostException() : Exception("Redis has lost the counters of the quotas.");
