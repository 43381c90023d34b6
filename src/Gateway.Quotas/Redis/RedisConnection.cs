using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Configures the Redis client. Its defaults wait for a server that is away; a request must not.</summary>
internal static class RedisConnection
{
    public static ConfigurationOptions Options(RedisConfig config, string? password)
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            // Commands must not queue for a server that is away: by default they hang until their timeout.
            BacklogPolicy = BacklogPolicy.FailFast,
            // The client checks for timed-out commands and dead connections once per heartbeat. Callers do not wait for this: they have
            // their own deadline.
            AsyncTimeout = 3 * (int)config.LostAfter.TotalMilliseconds + 1000,
            SyncTimeout = 1000,
            HeartbeatInterval = TimeSpan.FromMilliseconds(250),
            ConnectTimeout = 1000,
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(250),
            KeepAlive = 5,
            // A failover or a moved slot that no error revealed is found within this time.
            ConfigCheckSeconds = 5,
            // The client writes nothing for its own use and listens to no channel: the gateway only runs scripts.
            TieBreaker = "",
            ConfigurationChannel = "",
            ClientName = "gateway",
            User = config.User,
            Password = password,
            Ssl = config.Tls,
            IncludeDetailInExceptions = false,
        };
        foreach (var endpoint in config.Endpoints)
        {
            options.EndPoints.Add(endpoint);
        }

        return options;
    }
}
