using Gateway.Configuration;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What one gateway has of the shared counters, on a connection of its own.</summary>
internal sealed class QuotaReplica : IAsyncDisposable
{
    private readonly RedisQuotas _quotas;

    private QuotaReplica(RedisQuotas quotas) => _quotas = quotas;

    public LossTolerantQuotaStore Store => _quotas.Store;

    public static async Task<QuotaReplica> StartAsync(RedisConfig config)
    {
        var quotas = await RedisQuotas.OpenAsync(config, TimeProvider.System, NullLoggerFactory.Instance);
        await quotas.Keeper.StartAsync(default);
        var replica = new QuotaReplica(quotas);
        await replica.ReturnsAsync(TimeSpan.FromSeconds(10));
        return replica;
    }

    /// <summary>Waits until Redis is asked again and was told all.</summary>
    public async Task ReturnsAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (Store.Health is not { IsConnected: true, Unsent: 0 })
        {
            Assert.False(limit.IsCancellationRequested, $"Redis is not back: {Store.Health}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _quotas.Keeper.StopAsync(default);
        await _quotas.DisposeAsync();
    }
}
