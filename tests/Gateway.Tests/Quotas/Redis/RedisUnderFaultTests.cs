using Gateway.Configuration;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// Two replicas send 100 requests a second each while Redis fails in the usual ways. No call fails or waits, and five seconds after Redis
/// is back, everything admitted is counted.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class RedisUnderFaultTests(ITestOutputHelper output)
{
    // The whole time with GATEWAY_SOAK, which './build.sh soak' sets; and only then is it timed.
    private static readonly bool s_soak = Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(s_soak ? 10 : 3);
    private static readonly TimeSpan CountedWithin = TimeSpan.FromSeconds(s_soak ? 5 : 30);

    [Fact]
    public async Task FrozenRedis_DelaysNobodyAndLosesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await AloneUnderLoadAsync(server.Config, async answered =>
        {
            server.Freeze();
            await Task.Delay(Away);
            await answered();
            server.Thaw();
        });
    }

    [Fact]
    public async Task RedisThatIsKilledAndComesBackEmpty_IsGivenEverythingAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await AloneUnderLoadAsync(server.Config, async answered =>
        {
            await server.KillAsync();
            await Task.Delay(Away / 2);
            await answered();
            await server.StartAsync();
        });
    }

    [Fact]
    public async Task RedisThatIsEmptiedUnderWay_IsGivenEverythingAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async _ => await server.SendAsync("FLUSHALL"), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task FlushedScripts_AreSentAgainWithoutALoss()
    {
        await using var server = await RedisServer.StartAsync();
        await UnderLoadAsync(server.Config, async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await server.SendAsync("SCRIPT", "FLUSH");
                await Task.Delay(50);
            }
        }, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Failover_ToTheReplica_LosesNothing()
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync(null, "--replicaof", "127.0.0.1", $"{first.Port}");
        await second.ShowsAsync("master_link_status:up", "INFO", "replication");
        await AloneUnderLoadAsync(new RedisConfig { Endpoints = [first.Address, second.Address] }, async _ =>
        {
            await first.KillAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            await second.SendAsync("REPLICAOF", "NO", "ONE");
        });
    }

    [Fact]
    public async Task SlotOfACluster_ThatMovesToAnotherNode_LosesNothing()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await UnderLoadAsync(cluster.Config, async _ => await cluster.MoveSlotAsync(), TimeSpan.FromSeconds(3));
    }

    private async Task AloneUnderLoadAsync(RedisConfig config, Func<Func<Task>, Task> fault)
    {
        var alone = await UnderLoadAsync(config, fault, Away + TimeSpan.FromSeconds(2.5));
        Assert.True(alone > 0, "Redis was never away.");
    }

    private async Task<long> UnderLoadAsync(RedisConfig config, Func<Func<Task>, Task> fault, TimeSpan duration)
    {
        await using var one = await QuotaReplica.StartAsync(config);
        await using var two = await QuotaReplica.StartAsync(config);
        var load = new QuotaLoad(one.Store, two.Store);
        var running = load.RunAsync(duration);
        await Task.Delay(TimeSpan.FromSeconds(1));

        await fault(load.AnsweredAsync);

        await running;
        await one.ReturnsAsync(CountedWithin);
        await two.ReturnsAsync(CountedWithin);
        await load.IsCountedAsync(await one.CountersAsync(config.Prefix), CountedWithin);
        // A call waits 50 ms before what is held is used; the rest is for a machine that does other things beside.
        output.WriteLine($"99 in 100 calls took up to {load.P99:0} ms");
        Assert.True(!s_soak || load.P99 <= 100, $"99 in 100 calls took up to {load.P99:0} ms.");
        return one.Store.Health.AdmittedAlone + two.Store.Health.AdmittedAlone;
    }
}
