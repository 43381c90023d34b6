namespace Gateway.Quotas.Redis;

/// <summary>The state of the shared counters, for the admin API and metrics.</summary>
/// <param name="IsConnected">True when they are in use. If not, limits follow <c>quotas.whenRedisIsAway</c>.</param>
/// <param name="Since">The time since which that is so.</param>
/// <param name="Reason">The reason they are not in use; null when they are.</param>
/// <param name="LastSync">The time of Redis's last answer; null before the first one.</param>
/// <param name="Replicas">The last known number of live replicas, including this one.</param>
/// <param name="AdmittedAlone">Requests this replica has admitted without Redis since it started.</param>
/// <param name="Unsent">Messages waiting to be sent to Redis.</param>
internal sealed record RedisHealth(
    bool IsConnected,
    DateTimeOffset Since,
    string? Reason,
    DateTimeOffset? LastSync,
    int Replicas,
    long AdmittedAlone,
    int Unsent);
