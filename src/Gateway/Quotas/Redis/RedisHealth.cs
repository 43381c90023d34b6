namespace Gateway.Quotas.Redis;

/// <summary>How the shared counters are, for the admin API and metrics.</summary>
/// <param name="IsConnected">Whether they are asked. If not, limits go by <c>quotas.whenRedisIsAway</c>.</param>
/// <param name="Since">Since when that is so.</param>
/// <param name="Reason">Why they are not asked; null when they are.</param>
/// <param name="LastSync">When Redis last answered; null before it ever did.</param>
/// <param name="Replicas">How many replicas live, this one included, as was last known.</param>
/// <param name="AdmittedAlone">Requests this replica admitted without Redis since it started.</param>
/// <param name="Unsent">Messages that wait to be sent to Redis.</param>
internal sealed record RedisHealth(
    bool IsConnected,
    DateTimeOffset Since,
    string? Reason,
    DateTimeOffset? LastSync,
    int Replicas,
    long AdmittedAlone,
    int Unsent);
