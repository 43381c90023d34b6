using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The Redis in which all replicas of the gateway count together. Version 6.2 or later; a single server, one with replicas, or a Cluster, which is found out.")]
internal sealed record RedisConfig
{
    [Description("The addresses as host:port, such as 127.0.0.1:6379. Of a server with replicas all of them, of a Cluster some of its nodes.")]
    public required IReadOnlyList<string> Endpoints { get; init; }

    [Matches("^\\S+$", "a user's name without blanks")]
    [Description("The user of Redis's access list. Default: Redis's own default user.")]
    public string? User { get; init; }

    [Description("Its password.")]
    public SecretConfig? Password { get; init; }

    [Description("Speak TLS. The server's certificate must be one that this machine trusts.")]
    public bool Tls { get; init; }

    [Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", "up to 32 letters, digits, dots, dashes and underscores")]
    [Description("What the names of all keys begin with, in braces. Gateways with the same one count together, so give each installation on one Redis its own.")]
    public string Prefix { get; init; } = "gw";

    [Within("5ms", "5s")]
    [Description("How long a request waits for an answer of Redis before it is admitted from what this gateway holds of its limits beforehand: a hundredth of each, set aside in Redis. Where that is not enough it waits on, up to 'lostAfter'.")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(50);

    [Within("100ms", "30s")]
    [Description("Longest wait for an answer of Redis, and for its return. After that Redis counts as away, and 'quotas.whenRedisIsAway' holds. A connection that is refused or cut is a loss at once.")]
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(2);

    [Matches("^\\S+$", "a name without blanks")]
    [Description("The name that Sentinels give the server and its replicas. With it 'endpoints' are the addresses of the Sentinels, which are asked who leads; 'user' and 'password' are the server's.")]
    public string? ServiceName { get; init; }
}
