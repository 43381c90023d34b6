namespace Gateway.Quotas.Redis;

/// <summary>
/// Thrown when Redis holds no counters, or others than this replica knows: it came back empty, and they have to be rebuilt.
/// </summary>
internal sealed class CountersLostException() : Exception("Redis has lost the counters of the quotas.");
