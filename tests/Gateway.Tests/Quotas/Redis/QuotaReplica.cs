using Gateway.Configuration;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What one gateway has of the shared counters, on a connection of its own.</summary>
internal sealed class QuotaReplica : IAsyncDisposable
{
    private readonly RedisQuotas _quotas;

    private readonly ConnectionMultiplexer _connection;

    private QuotaReplica(RedisQuotas quotas, ConnectionMultiplexer connection) => (_quotas, _connection) = (quotas, connection);

    public LossTolerantQuotaStore Store => _quotas.Store;

    public static async Task<QuotaReplica> StartAsync(RedisConfig config, bool isThere = true)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(config, password: null));
        var quotas = new RedisQuotas(connection, config, Guid.NewGuid().ToString("N"), TimeProvider.System, NullLoggerFactory.Instance);
        await quotas.Keeper.StartAsync(default);
        var replica = new QuotaReplica(quotas, connection);
        await (isThere ? replica.ReturnsAsync(TimeSpan.FromSeconds(10)) : Task.CompletedTask);
        return replica;
    }

    /// <summary>Waits until Redis is asked again and was told all.</summary>
    public Task ReturnsAsync(TimeSpan within) => ShowsAsync(health => health is { IsConnected: true, Unsent: 0 }, within);

    public Task HearsOfAsync(int replicas) => ShowsAsync(health => health.Replicas == replicas, TimeSpan.FromSeconds(10));

    /// <summary>What is in Redis now, without anything of this replica's before it.</summary>
    public async Task<RedisQuotaStore> CountersAsync(string prefix)
    {
        var scripting = new RedisScripting(_connection.GetDatabase(), new RedisKeys(prefix));
        scripting.Epoch = (string)(await scripting.Database.StringGetAsync(scripting.Keys.Epoch))!;
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
