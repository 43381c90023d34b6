using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "The Redis in which all replicas of the gateway count together. It needs version 6.2 or later. It can be a single server, a server " +
    "with replicas, or a Cluster; the gateway finds out which.")]
internal sealed record RedisConfig
{
    [Description(
        "The addresses as host:port, such as 127.0.0.1:6379. List all servers if there are replicas, and some of the nodes of " +
        "a Cluster.")]
    public required IReadOnlyList<string> Endpoints { get; init; }

    [Matches("^\\S+$", "a user's name without blanks")]
    [Description("The Redis ACL user. Default: Redis's own default user.")]
    public string? User { get; init; }

    [Description("The password of the user. Default: no password.")]
    public SecretConfig? Password { get; init; }

    [Description("true: use TLS. This machine must trust the server's certificate.")]
    public bool Tls { get; init; }

    [Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", "up to 32 letters, digits, dots, dashes and underscores")]
    [Description(
        "The prefix of all key names, which is written in braces. Gateways with the same prefix count together, so give each " +
        "installation on one Redis its own.")]
    public string Prefix { get; init; } = "gw";

    [Within("5ms", "5s")]
    [Description(
        "How long a request waits for Redis before the gateway admits it from its own share of the limits. That share is a hundredth of " +
        "each limit, set aside in Redis in advance. If it is not enough, the request waits on, up to 'lostAfter'.")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(50);

    [Within("100ms", "30s")]
    [Description(
        "The longest wait for an answer from Redis, and for its return. After that Redis counts as unreachable, and " +
        "'quotas.whenRedisIsAway' applies. A connection that is refused or cut counts as unreachable at once.")]
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(2);

    [Matches("^\\S+$", "a name without blanks")]
    [Description(
        "The name that Sentinels use for the server and its replicas. If it is set, 'endpoints' are the addresses of the Sentinels, " +
        "which tell the gateway the current leader; 'user' and 'password' are still those of the server. Default: no Sentinels.")]
    public string? ServiceName { get; init; }
}
