using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Assembles the parts of one replica's shared counters.</summary>
internal sealed partial class RedisQuotas : IDisposable
{
    private readonly IConnectionMultiplexer? _connection;
    private readonly RedisSentinels? _sentinels;

    /// <param name="connection">The connection to the servers; null where Sentinels are asked for them.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="instance">The name of this replica.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">The logger factory.</param>
    /// <param name="measures">The metrics.</param>
    /// <param name="hasLedger">True when a ledger can restore lost counters.</param>
    /// <param name="sentinels">The Sentinels that know which server leads.</param>
    /// <param name="strangersHave">How long a replica that creates counters waits for unknown replicas; two seconds by default.</param>
    public RedisQuotas(
        IConnectionMultiplexer? connection,
        RedisConfig config,
        string instance,
        TimeProvider time,
        ILoggerFactory logs,
        IRedisMeter? measures = null,
        bool hasLedger = false,
        RedisSentinels? sentinels = null,
        TimeSpan? strangersHave = null)
    {
        (_connection, _sentinels) = (connection, sentinels);
        var scripting = new RedisScripting(connection?.GetDatabase(), new RedisKeys(config.Prefix), measures);
        var redis = new RedisQuotaStore(scripting, time, hasLedger);
        var link = new RedisLink(time, logs.CreateLogger<RedisLink>(), measures);
        measures?.ObserveConnected(() => link.IsConnected);
        // Whatever answers after that may be another server, or the same one without its data. The keeper checks first.
        Watch(connection, link);
        sentinels?.Watch(c => Watch(c, link));
        var own = new ReplicaCounters(
            scripting, redis, new RedisMerge(scripting, instance, time), link, new Leases(time), new KnownUse(time), instance, time);
        Alerts = new RedisNote(scripting, scripting.Keys.Alerts, time);
        Store = new LossTolerantQuotaStore(scripting, redis, link, own, config, time);
        Keeper = new RedisKeeper(
            Store, scripting, own, link, instance, config.LostAfter, sentinels is null && config.Endpoints.Count > 1, time,
            logs.CreateLogger<RedisKeeper>(), sentinels, strangersHave);
    }

    public LossTolerantQuotaStore Store { get; }

    /// <summary>The state of alerts that replicas share.</summary>
    public RedisNote Alerts { get; }

    /// <summary>The background service that runs as long as the store is used.</summary>
    public RedisKeeper Keeper { get; }

    /// <summary>Connects, or keeps trying in the background: a gateway starts without its Redis.</summary>
    public static RedisQuotas Open(RedisConfig config, IRedisMeter measures, TimeProvider time, ILoggerFactory logs, bool hasLedger)
    {
        var password = config.Password is { } secret ? SecretReader.Read(secret) : null;
        if (password?.Missing is { } missing)
        {
            Log.NoPassword(logs.CreateLogger<RedisQuotas>(), missing);
        }

        var instance = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return config.ServiceName is null
            ? new RedisQuotas(
                ConnectionMultiplexer.Connect(RedisConnection.Options(config, password?.Value)), config, instance, time, logs, measures,
                hasLedger)
            : new RedisQuotas(null, config, instance, time, logs, measures, hasLedger, new RedisSentinels(config, password?.Value, time));
    }

    private static void Watch(IConnectionMultiplexer? connection, RedisLink link)
    {
        if (connection is not null)
        {
            connection.ConnectionFailed += (_, lost) =>
            {
                if (lost is { ConnectionType: ConnectionType.Interactive, FailureType: not ConnectionFailureType.ConnectionDisposed })
                {
                    link.Failed(lost.Exception ?? new RedisException("The connection was lost."));
                }
            };
        }
    }

    public void Dispose()
    {
        Keeper.Dispose();
        _connection?.Dispose();
        _sentinels?.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(3104, LogLevel.Error, "Redis has a password, but {Missing}.")]
        public static partial void NoPassword(ILogger logger, string missing);
    }
}
