using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>The parts of the shared counters of one replica, put together.</summary>
internal sealed class RedisQuotas : IAsyncDisposable
{
    private readonly IConnectionMultiplexer _connection;

    public RedisQuotas(IConnectionMultiplexer connection, RedisConfig config, string instance, TimeProvider time, ILoggerFactory logs)
    {
        _connection = connection;
        var scripting = new RedisScripting(connection.GetDatabase(), new RedisKeys(config.Prefix));
        var redis = new RedisQuotaStore(scripting, time);
        var link = new RedisLink(time, logs.CreateLogger<RedisLink>());
        var own = new ReplicaCounters(scripting, redis, new RedisMerge(scripting, instance, time), link, new LocalShares(time), time);
        Store = new LossTolerantQuotaStore(scripting, redis, link, own, config.Deadline, time);
        Keeper = new RedisKeeper(scripting, own, link, instance, time, logs.CreateLogger<RedisKeeper>());
    }

    public LossTolerantQuotaStore Store { get; }

    /// <summary>Runs beside, as long as the store is used.</summary>
    public RedisKeeper Keeper { get; }

    public static async Task<RedisQuotas> OpenAsync(RedisConfig config, TimeProvider time, ILoggerFactory logs)
    {
        var password = config.Password is { } secret ? SecretReader.Read(secret).Value : null;
        // The client's own log speaks of every attempt to connect; what matters of it is in ours.
        var connection = await RedisConnection.OpenAsync(config, password);
        return new RedisQuotas(connection, config, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        await _connection.DisposeAsync();
    }
}
