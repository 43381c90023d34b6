using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// A former master that comes back with its old data and still acts as master is not followed: it misses everything counted since.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class TwoMastersTests
{
    private static readonly QuotaSubject Subject = new(
        "owner:lin", QuotaLimits.Of(requestsPerMinute: 1000, tokensPerDay: 9000), QuotaCalendar.Utc);

    private const int Rounds = 30;

    private const string AllBeats = """
        local all = ' '
        for _, key in ipairs(redis.call('KEYS', '{gw}:beats*')) do all = all .. key .. '=' .. redis.call('GET', key) .. ' ' end
        return all
        """;

    private int _ids;

    [Fact]
    public async Task FormerMaster_ThatComesBackWithOldCounters_IsNoReturn()
    {
        await using var former = await RedisServer.StartAsync();
        await using var next = await RedisServer.StartAsync(null, "--replicaof", "127.0.0.1", $"{former.Port}");
        await next.ShowsAsync("master_link_status:up", "INFO", "replication");
        var config = new RedisConfig { Endpoints = [former.Address, next.Address] };
        await using var one = await QuotaReplica.StartAsync(config);
        await using var two = await QuotaReplica.StartAsync(config);
        await former.SendAsync("SAVE");
        var admitted = await AdmitAsync(one, two, 400);
        await former.KillAsync();
        await next.SendAsync("REPLICAOF", "NO", "ONE");
        await WaitUntil.TrueAsync(async () => (admitted += await AdmitAsync(one, two, 10)) > 500);

        // It loads what it saved before anything was admitted.
        await former.StartAsync();
        // Both find it, and are asked a few times more.
        var since = Rounds;
        await WaitUntil.TrueAsync(async () =>
        {
            admitted += await AdmitAsync(one, two, 40);
            var connections = (await former.SendAsync("CLIENT", "LIST")).Split("name=gateway").Length - 1;
            return connections >= 2 && --since == 0;
        });

        await former.SendAsync("REPLICAOF", "127.0.0.1", $"{next.Port}");
        admitted += await AdmitAllAsync(one, two, 40);
        Assert.InRange(admitted, 800, 900);
    }

    [Fact]
    public async Task SecondMaster_WithSentinels_IsNotAskedAtAll()
    {
        await using var former = await RedisServer.StartAsync();
        await using var next = await RedisServer.StartAsync(null, "--replicaof", "127.0.0.1", $"{former.Port}");
        await next.ShowsAsync("master_link_status:up", "INFO", "replication");
        await using var sentinel = await RedisServer.StartSentinelAsync("counters", former);
        await sentinel.ShowsAsync($"{next.Port}", "SENTINEL", "REPLICAS", "counters");
        var config = new RedisConfig { Endpoints = [sentinel.Address], ServiceName = "counters" };
        await using var one = await QuotaReplica.StartAsync(config);
        await using var two = await QuotaReplica.StartAsync(config);
        await former.SendAsync("SAVE");
        var admitted = await AdmitAsync(one, two, 400);
        Assert.Equal(400, admitted);

        await former.KillAsync();
        await sentinel.ShowsAsync($"{next.Port}", "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "counters");
        await former.StartAsync();
        // Until the Sentinel has made it a replica there are two.
        await WaitUntil.TrueAsync(async () =>
        {
            admitted += await AdmitAsync(one, two, 40);
            return await IsReplicaAsync(former);
        });

        admitted += await AdmitAllAsync(one, two, 100);
        Assert.InRange(admitted, 800, 900);
    }

    private static async Task<bool> IsReplicaAsync(RedisServer server)
    {
        try
        {
            return (await server.SendAsync("INFO", "replication")).Contains("role:slave", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The Sentinel ends all connections of the one that it makes a replica.
            return false;
        }
    }

    [Fact]
    public async Task RedisThatComesBackWithAnOldCopy_IsGivenEverythingAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        await one.HearsOfAsync(2);
        await two.HearsOfAsync(2);
        await server.SendAsync("SAVE");
        var admitted = await AdmitAsync(one, two, 400);
        // Both say that they live after that, which the copy does not know.
        await BeatAsync(server, replicas: 2);

        await server.KillAsync();
        await server.StartAsync();
        admitted += await AdmitAllAsync(one, two, 40);

        Assert.InRange(admitted, 800, 900);
    }

    [Fact]
    public async Task ReplicaThatNoticesLater_ThatRedisWasEmptied_IsWaitedFor()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        await one.HearsOfAsync(2);
        await two.HearsOfAsync(2);
        var admitted = await AdmitAsync(two, two, 600);
        await two.Keeper.StopAsync(default);

        await server.SendAsync("FLUSHALL");
        for (var i = 0; i < 3; i++)
        {
            admitted += await AdmitAsync(one, one, 100);
        }

        await two.Keeper.StartAsync(default);
        admitted += await AdmitAllAsync(one, one, 100);

        Assert.InRange(admitted, 800, 900);
    }

    [Fact]
    public async Task ReplicaThatStarts_WhenRedisWasEmptied_WaitsForThoseWhoCounted()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        var admitted = await AdmitAsync(one, two, 600);
        await BeatAsync(server, replicas: 2);

        await server.SendAsync("FLUSHALL");
        await using var fresh = await QuotaReplica.StartAsync(server.Config, mayBeFirst: false);
        admitted += await AdmitAllAsync(fresh, fresh, 100);

        Assert.InRange(admitted, 800, 900);
    }

    // Waits until so many replicas have said once more that they live.
    private static async Task BeatAsync(RedisServer server, int replicas)
    {
        var before = await BeatsAsync();
        await WaitUntil.TrueAsync(async () => (await BeatsAsync()).Except(before).Count() == replicas);

        async Task<string[]> BeatsAsync() =>
            (await server.SendAsync("EVAL", AllBeats, "0")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1];
    }

    // Until both are connected and nothing more is admitted.
    private async Task<int> AdmitAllAsync(QuotaReplica one, QuotaReplica two, int tries)
    {
        var admitted = 0;
        await WaitUntil.TrueAsync(async () =>
        {
            var more = await AdmitAsync(one, two, tries);
            admitted += more;
            return one.Store.Health.IsConnected && two.Store.Health.IsConnected && more == 0;
        });
        return admitted;
    }

    private async Task<int> AdmitAsync(QuotaReplica one, QuotaReplica two, int tries)
    {
        var decisions = await Task.WhenAll(Enumerable.Range(0, tries).Select(async i =>
        {
            var claim = new QuotaClaim($"{Interlocked.Increment(ref _ids)}", [Subject], new QuotaAmount(10, 0), default);
            return (await (i % 2 == 0 ? one : two).Store.ReserveAsync(claim, default)).IsGranted;
        }));
        return decisions.Count(static d => d);
    }
}
