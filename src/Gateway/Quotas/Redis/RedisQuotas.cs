using Gateway.Configuration;
using Gateway.Telemetry;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>The parts of the shared counters of one replica, put together.</summary>
internal sealed partial class RedisQuotas : IDisposable
{
    private readonly IConnectionMultiplexer _connection;

    public RedisQuotas(IConnectionMultiplexer connection, RedisConfig config, string instance, TimeProvider time, ILoggerFactory logs, RedisInstruments? measures = null)
    {
        _connection = connection;
        var scripting = new RedisScripting(connection.GetDatabase(), new RedisKeys(config.Prefix), measures);
        var redis = new RedisQuotaStore(scripting, time);
        var link = new RedisLink(time, logs.CreateLogger<RedisLink>(), measures);
        measures?.ObserveConnected(() => link.IsConnected);
        var own = new ReplicaCounters(scripting, redis, new RedisMerge(scripting, instance, time), link, new LocalShares(time), time);
        Store = new LossTolerantQuotaStore(scripting, redis, link, own, config.Deadline, time);
        Keeper = new RedisKeeper(Store, scripting, own, link, instance, time, logs.CreateLogger<RedisKeeper>());
    }

    public LossTolerantQuotaStore Store { get; }

    /// <summary>Runs beside, as long as the store is used.</summary>
    public RedisKeeper Keeper { get; }

    /// <summary>Connects, or goes on trying beside: a gateway starts without its Redis.</summary>
    public static RedisQuotas Open(RedisConfig config, RedisInstruments measures, TimeProvider time, ILoggerFactory logs)
    {
        var password = config.Password is { } secret ? SecretReader.Read(secret) : null;
        if (password?.Missing is { } missing)
        {
            Log.NoPassword(logs.CreateLogger<RedisQuotas>(), missing);
        }

        var connection = ConnectionMultiplexer.Connect(RedisConnection.Options(config, password?.Value));
        return new RedisQuotas(connection, config, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time, logs, measures);
    }

    public void Dispose()
    {
        Keeper.Dispose();
        _connection.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(3104, LogLevel.Error, "Redis has a password, but {Missing}.")]
        public static partial void NoPassword(ILogger logger, string missing);
    }
}
