using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>The rules of every store, with Redis present and everything that stands ready for its loss.</summary>
public sealed class LossTolerantQuotaStoreTests(RedisFixture redis) : QuotaStoreConformance, IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Start - TimeSpan.FromSeconds(2));
    private RedisQuotas? _quotas;

    private protected override IQuotaStore Store => _quotas!.Store;

    public async ValueTask InitializeAsync()
    {
        await redis.BeginAsync(Start);
        _quotas = new RedisQuotas(
            redis.Connection, redis.Server.Config, "one", _time, NullLoggerFactory.Instance, strangersHave: TimeSpan.Zero);
        for (var i = 0; i < 3 && !_quotas.Store.Health.IsConnected; i++)
        {
            await _quotas.Keeper.TakeATurnAsync();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override void Advance(TimeSpan by)
    {
        redis.Clock.Now += by;
        // Timers stand still: a deadline of this test must not pass with its days.
        _time.AdjustTime(_time.GetUtcNow() + by);
    }
}
