using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>How Redis is spoken to. The client's defaults wait for a server that is away; a request must not.</summary>
internal static class RedisConnection
{
    public static ConfigurationOptions Options(RedisConfig config, string? password)
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            // Commands do not queue up for a server that is away: with the default they hang until their timeout.
            BacklogPolicy = BacklogPolicy.FailFast,
            // The client looks for commands that are over time, and for dead connections, once a heartbeat. Callers do not
            // wait for this: they have a deadline of their own.
            AsyncTimeout = 3 * (int)config.LostAfter.TotalMilliseconds + 1000,
            SyncTimeout = 1000,
            HeartbeatInterval = TimeSpan.FromMilliseconds(250),
            ConnectTimeout = 1000,
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(250),
            KeepAlive = 5,
            // A failover or a moved slot that no error has told of is found within this time.
            ConfigCheckSeconds = 5,
            // Nothing is written for the client's own use, and no channel is listened to: the scripts are all there is.
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
