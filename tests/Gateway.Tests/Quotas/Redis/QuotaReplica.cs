using Gateway.Configuration;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What one gateway has of the shared counters, on a connection of its own.</summary>
internal sealed class QuotaReplica : IAsyncDisposable
{
    private readonly RedisQuotas _quotas;

    private readonly ConnectionMultiplexer? _connection;

    private QuotaReplica(RedisQuotas quotas, ConnectionMultiplexer? connection) => (_quotas, _connection) = (quotas, connection);

    public LossTolerantQuotaStore Store => _quotas.Store;

    public RedisKeeper Keeper => _quotas.Keeper;

    /// <param name="config">Where Redis is.</param>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="mayBeFirst">Whether nobody has counted there before, so that this one need not wait for others.</param>
    public static async Task<QuotaReplica> StartAsync(RedisConfig config, bool isThere = true, bool mayBeFirst = true)
    {
        var sentinels = config.ServiceName is null ? null : new RedisSentinels(config, password: null, TimeProvider.System);
        var connection = sentinels is null
            ? await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(config, password: null))
            : null;
        var quotas = new RedisQuotas(
            connection, config, Guid.NewGuid().ToString("N"), TimeProvider.System, NullLoggerFactory.Instance, sentinels: sentinels,
            strangersHave: mayBeFirst ? TimeSpan.Zero : null);
        await quotas.Keeper.StartAsync(default);
        var replica = new QuotaReplica(quotas, connection);
        await (isThere ? replica.ReturnsAsync(TimeSpan.FromSeconds(10)) : Task.CompletedTask);
        return replica;
    }

    /// <summary>Waits until Redis is asked again and was told all.</summary>
    public Task ReturnsAsync(TimeSpan within) => ShowsAsync(health => health is { IsConnected: true, Unsent: 0 }, within);

    /// <summary>Waits until so many replicas, this one among them, hold a part of a subject's limits.</summary>
    public static async Task HoldsAsync(RedisServer server, string subject, int replicas)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while ((await server.SendAsync("HKEYS", $"{{gw}}:b:{subject}")).Split("\r\nl:").Length <= replicas)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public Task HearsOfAsync(int replicas) => ShowsAsync(health => health.Replicas == replicas, TimeSpan.FromSeconds(10));

    /// <summary>What is in Redis now, without anything of this replica's before it.</summary>
    public async Task<RedisQuotaStore> CountersAsync(string prefix)
    {
        var scripting = new RedisScripting(_connection!.GetDatabase(), new RedisKeys(prefix));
        scripting.Epoch = (await scripting.FindAsync()).ToString()!;
        return new RedisQuotaStore(scripting, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _quotas.Keeper.StopAsync(default);
        _quotas.Dispose();
    }

    private async Task ShowsAsync(Func<RedisHealth, bool> wanted, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (!wanted(Store.Health))
        {
            Assert.False(limit.IsCancellationRequested, $"It stays {Store.Health}");
            await Task.Delay(20);
        }
    }
}
