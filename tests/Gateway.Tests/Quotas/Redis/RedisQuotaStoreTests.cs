using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>The rules of every store, on a real Redis. The replica's clock is some seconds behind Redis's, which must not matter.</summary>
public sealed class RedisQuotaStoreTests(RedisFixture redis) : QuotaStoreConformance, IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Start - TimeSpan.FromSeconds(7));
    private RedisQuotaStore? _store;

    private protected override IQuotaStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = new RedisQuotaStore(await redis.BeginAsync(Start), _time);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override void Advance(TimeSpan by)
    {
        redis.Clock.Now += by;
        _time.AdjustTime(_time.GetUtcNow() + by);
    }
}
