using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises.Quotas;

/// <summary>
/// A Redis that comes back empty gives nobody a new budget, even if every gateway that counted is gone: the ledger knows.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class RedisForgetsTests : IAsyncLifetime
{
    private const string Policy = "{ per: key, tokensPerDay: 1000000, moneyPerMonth: 100 }";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    // Budgets in Redis need a ledger that all gateways share.
    private readonly PostgresServer _postgres = new();
    private TestDatabase? _database;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _database = await TestDatabase.CreateAsync("postgresql", _postgres);
    }

    public async ValueTask DisposeAsync()
    {
        _database?.Dispose();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RedisThatComesBackEmpty_AfterThoseWhoCounted_BeginsWithTheLedgersSums()
    {
        await using var redis = await RedisServer.StartAsync();
        var used = await SpendAsync(redis, times: 3);

        await redis.SendAsync("FLUSHALL");
        await using var again = await StartAsync(redis);
        Assert.Equal(200, (await again.AskAsync("Cloud")).Status);

        Assert.Equal(used / 3 * 4, await UsedAsync(again));
    }

    [Fact]
    public async Task RedisThatIsEmptiedUnderWay_KeepsWhatOthersHadUsedBefore()
    {
        await using var redis = await RedisServer.StartAsync();
        var used = await SpendAsync(redis, times: 3);
        await using var again = await StartAsync(redis);
        await again.AskAsync("Cloud");
        Assert.Equal(used / 3 * 4, await UsedAsync(again));

        await redis.SendAsync("FLUSHALL");
        // Some may be admitted from what this gateway held. As soon as the counters themselves are asked they hold the ledger's sums.
        var asked = 4;
        await WaitUntil.TrueAsync(async () =>
        {
            // 503 asks to come again in a moment: the counters are just being made.
            var (status, _, _) = await again.AskAsync("Cloud");
            Assert.True(status is 200 or 503, $"status {status}");
            asked += status == 200 ? 1 : 0;
            return await UsedAsync(again) == used / 3 * asked;
        });
    }

    [Fact]
    public async Task SpentBudget_StaysSpent_WhenRedisForgetsIt()
    {
        const string small = "{ per: key, tokensPerDay: 100 }";
        await using var redis = await RedisServer.StartAsync();
        await using (var rig = await StartAsync(redis, small))
        {
            await WaitUntil.TrueAsync(async () => (await rig.AskAsync("Cloud", maxTokens: 10)).Status == 402);
        }

        await redis.SendAsync("FLUSHALL");
        await using var again = await StartAsync(redis, small);

        Assert.Equal(402, (await again.AskAsync("Cloud", maxTokens: 10)).Status);
    }

    private static async Task<long> UsedAsync(Rig rig) => (long)(await rig.LimitAsync("tokens_per_day"))["used"]!;

    private async Task<long> SpendAsync(RedisServer redis, int times)
    {
        await using var rig = await StartAsync(redis);
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(200, (await rig.AskAsync("Cloud")).Status);
        }

        return await UsedAsync(rig);
    }

    private Task<Rig> StartAsync(RedisServer redis, string policy = Policy) =>
        QuotaRig.StartAsync(policy, $"redis: {{ endpoints: [ \"{redis.Address}\" ] }}", place: _folder, database: _database);
}
