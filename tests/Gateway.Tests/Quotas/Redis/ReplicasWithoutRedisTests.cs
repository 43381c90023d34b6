using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Tests.Cli;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What replicas admit while they cannot count together, and what they find when they can again.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ReplicasWithoutRedisTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private int _ids;

    [Fact]
    public async Task TwoReplicas_WithoutRedis_AdmitTheLimitBetweenThem()
    {
        var subject = new QuotaSubject("owner:lin", new QuotaLimits(RequestsPerMinute: 10), QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        await one.HearsOfAsync(replicas: 2);
        await two.HearsOfAsync(replicas: 2);
        server.Freeze();

        Assert.Equal((5, 5), (await AdmitAsync(one, subject, 20), await AdmitAsync(two, subject, 20)));

        server.Thaw();
        await one.ReturnsAsync(Soon);
        await two.ReturnsAsync(Soon);
        Assert.Equal(10, (await one.Store.PeekAsync([subject], default))[0].RequestsInMinute);
        Assert.Equal(0, await AdmitAsync(one, subject, 5));
    }

    [Fact]
    public async Task Reservation_OfBeforeTheLoss_IsSettledOnceRedisIsBack()
    {
        var subject = new QuotaSubject("owner:lin", new QuotaLimits(TokensPerDay: 1000, Concurrent: 5), QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        await using var replica = await QuotaReplica.StartAsync(server.Config);
        await replica.Store.ReserveAsync(new QuotaClaim("before", [subject], new(500, 0), default), default);
        await server.KillAsync();
        await replica.Store.ReserveAsync(new QuotaClaim("running", [subject], new(100, 0), default), default);

        Assert.True(await replica.Store.SettleAsync("before", new QuotaAmount(30, 0), default));
        await server.StartAsync();
        await replica.ReturnsAsync(Soon);

        var use = (await replica.Store.PeekAsync([subject], default))[0];
        Assert.Equal((2L, 130L, 1L), (use.RequestsInMinute, use.InDay.Tokens, use.Concurrent));
        Assert.True(await replica.Store.SettleAsync("running", new QuotaAmount(7, 0), default));
        use = (await replica.Store.PeekAsync([subject], default))[0];
        Assert.Equal((37L, 0L), (use.InDay.Tokens, use.Concurrent));
    }

    [Fact]
    public async Task Replica_ThatStartsWithoutRedis_ServesAndCountsWhenItComes()
    {
        RedisProgram.Require();
        var subject = new QuotaSubject("owner:lin", new QuotaLimits(RequestsPerMinute: 3, MoneyPerDay: 100), QuotaCalendar.Utc);
        var began = Stopwatch.GetTimestamp();
        var config = new RedisConfig { Endpoints = [$"127.0.0.1:{GatewayProcess.FreePort()}"] };
        await using var replica = await QuotaReplica.StartAsync(config, isThere: false);

        Assert.True(Stopwatch.GetElapsedTime(began) < Soon);
        Assert.Equal(3, await AdmitAsync(replica, subject, 5));
        var costs = await replica.Store.ReserveAsync(new QuotaClaim("costs", [subject], new(1, 1), default), default);
        Assert.Equal(QuotaOutcome.Closed, costs.Outcome);

        await using var server = await RedisServer.StartAtAsync(config);
        await replica.ReturnsAsync(Soon);
        Assert.Equal(3, (await replica.Store.PeekAsync([subject], default))[0].RequestsInMinute);
    }

    private async Task<int> AdmitAsync(QuotaReplica replica, QuotaSubject subject, int tries)
    {
        var admitted = 0;
        for (var i = 0; i < tries; i++)
        {
            var claim = new QuotaClaim($"{Interlocked.Increment(ref _ids)}", [subject], new QuotaAmount(10, 0), default);
            admitted += (await replica.Store.ReserveAsync(claim, default)).IsGranted ? 1 : 0;
        }

        return admitted;
    }
}
