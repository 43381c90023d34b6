using Gateway.Configuration;
using Gateway.Quotas.Redis;
using Gateway.Tests.Promises;
using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// Two replicas of 100 requests a second each, while Redis does what a Redis does: no call fails or waits, and five seconds after
/// it is back everything is counted that was admitted.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class RedisUnderFaultTests
{
    private static readonly TimeSpan CountedWithin = TimeSpan.FromSeconds(5);

    // The whole time with GATEWAY_SOAK, which './build.sh soak' sets.
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1" ? 10 : 3);

    [Fact]
    public async Task FrozenRedis_DelaysNobodyAndLosesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async () =>
        {
            server.Freeze();
            await Task.Delay(Away);
            server.Thaw();
        });
    }

    [Fact]
    public async Task RedisThatIsKilledAndComesBackEmpty_IsGivenEverythingAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async () =>
        {
            await server.KillAsync();
            await Task.Delay(Away / 2);
            await server.StartAsync();
        });
    }

    [Fact]
    public async Task RedisThatIsEmptiedUnderWay_IsGivenEverythingAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async () => await server.SendAsync("FLUSHALL"));
    }

    [Fact]
    public async Task FlushedScripts_AreSentAgainWithoutALoss()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await server.SendAsync("SCRIPT", "FLUSH");
                await Task.Delay(50);
            }
        });
    }

    private static async Task UnderLoadAsync(RedisConfig config, Func<Task> fault)
    {
        await using var one = await QuotaReplica.StartAsync(config);
        await using var two = await QuotaReplica.StartAsync(config);
        var load = new QuotaLoad(one.Store, two.Store);
        var running = load.RunAsync(Away + TimeSpan.FromSeconds(3));
        await Task.Delay(TimeSpan.FromSeconds(1));

        await fault();

        await running;
        await one.ReturnsAsync(CountedWithin);
        await two.ReturnsAsync(CountedWithin);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(config, password: null));
        var database = connection.GetDatabase();
        var scripting = new RedisScripting(database, new RedisKeys("gw")) { Epoch = (string)(await database.StringGetAsync("{gw}:epoch"))! };
        await load.IsCountedAsync(new RedisQuotaStore(scripting, TimeProvider.System), CountedWithin);
        Assert.True(load.P99 <= 60, $"99 in 100 calls took up to {load.P99:0} ms.");
    }
}
