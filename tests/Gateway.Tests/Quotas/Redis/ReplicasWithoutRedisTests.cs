using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What replicas admit while they cannot count together, and what they find once they can again.</summary>
[Collection(nameof(RedisStories))]
public sealed class ReplicasWithoutRedisTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private int _ids;
    private int _admitted;

    [Fact]
    public async Task TwoReplicas_WithoutRedis_AdmitWhatTheyHold_AndRedisKnewItBefore()
    {
        var subject = new QuotaSubject("owner:lin", QuotaLimits.Of(requestsPerMinute: 500), QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        var config = server.Config with { LostAfter = TimeSpan.FromMilliseconds(500) };
        await using var one = await QuotaReplica.StartAsync(config);
        await using var two = await QuotaReplica.StartAsync(config);
        Assert.Equal((1, 1), (await AdmitAsync(one, subject, 1), await AdmitAsync(two, subject, 1)));
        await QuotaReplica.HoldsAsync(server, "owner:lin", 2);
        server.Freeze();

        Assert.Equal((5, 5), (await AdmitAsync(one, subject, 8), await AdmitAsync(two, subject, 8)));

        server.Thaw();
        await one.ReturnsAsync(Soon);
        // The other has not told yet what it admitted, and it is counted all the same.
        Assert.InRange(await AdmitAsync(one, subject, 600), 480, 488);
        await two.ReturnsAsync(Soon);
        Assert.InRange((await one.Store.PeekAsync([subject], default))[0].RequestsInMinute, 485, 500);
    }

    [Theory]
    [InlineData(150, 5)]
    [InlineData(1300, 2)]
    [InlineData(3000, 1)]
    public async Task RedisThatStopsAndGoesOn_LeavesEveryLimitExact(int milliseconds, int times)
    {
        var limits = QuotaLimits.Of(requestsPerMinute: 2000, tokensPerDay: 20_000, moneyPerMonth: 19_000);
        var subject = new QuotaSubject("owner:lin", limits, QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        await using var three = await QuotaReplica.StartAsync(server.Config);
        using var over = new CancellationTokenSource();
        var load = new[] { one, two, three }.SelectMany(r => Enumerable.Range(0, 10).Select(_ => LoadAsync(r, subject, over.Token)))
            .ToArray();
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            server.Freeze();
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
            server.Thaw();
        }

        await one.ReturnsAsync(Soon);
        await two.ReturnsAsync(Soon);
        await three.ReturnsAsync(Soon);
        // As long as it takes, and a while more for what would be too much.
        await WaitUntil.TrueAsync(() => Volatile.Read(ref _admitted) >= 1850);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        await over.CancelAsync();
        await Task.WhenAll(load);

        Assert.InRange(_admitted, 1850, 1900);
    }

    [Fact]
    public async Task PlacesAtOnce_WhileRedisStopsAndGoesOn_AreNeverMoreThanTheLimit()
    {
        var subject = new QuotaSubject("owner:lin", QuotaLimits.Of(concurrent: 100), QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        await using var one = await QuotaReplica.StartAsync(server.Config);
        await using var two = await QuotaReplica.StartAsync(server.Config);
        using var over = new CancellationTokenSource();
        var (running, most) = (0, 0);
        var load = Enumerable.Range(0, 150).Select(i => HoldAsync(i % 2 == 0 ? one : two)).ToArray();
        foreach (var milliseconds in (int[])[150, 1300, 3000])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            server.Freeze();
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
            server.Thaw();
        }

        await WaitUntil.TrueAsync(() => Volatile.Read(ref most) >= 90);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await over.CancelAsync();
        await Task.WhenAll(load);
        Assert.InRange(most, 90, 100);

        async Task HoldAsync(QuotaReplica replica)
        {
            while (!over.IsCancellationRequested)
            {
                var id = $"{Interlocked.Increment(ref _ids)}";
                if ((await replica.Store.ReserveAsync(new QuotaClaim(id, [subject], default, default), default)).IsGranted)
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    await Task.Delay(TimeSpan.FromMilliseconds(20));
                    Interlocked.Decrement(ref running);
                    await replica.Store.SettleAsync(id, default, default);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    [Fact]
    public async Task Reservation_OfBeforeTheLoss_IsSettledOnceRedisIsBack()
    {
        var subject = new QuotaSubject("owner:lin", QuotaLimits.Of(tokensPerDay: 20_000, concurrent: 50), QuotaCalendar.Utc);
        await using var server = await RedisServer.StartAsync();
        await using var replica = await QuotaReplica.StartAsync(server.Config);
        await replica.Store.ReserveAsync(new QuotaClaim("before", [subject], new(500, 0), default), default);
        await QuotaReplica.HoldsAsync(server, subject.Id, 1);
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
        var subject = new QuotaSubject("owner:lin", QuotaLimits.Of(requestsPerMinute: 3, moneyPerDay: 100), QuotaCalendar.Utc);
        var began = Stopwatch.GetTimestamp();
        var config = new RedisConfig { Endpoints = [$"127.0.0.1:{GatewayProcess.FreePort()}"] };
        await using var replica = await QuotaReplica.StartAsync(config, isThere: false);

        Assert.True(Stopwatch.GetElapsedTime(began) < Soon);
        Assert.Equal(0, await AdmitAsync(replica, subject, 5));
        Assert.Equal(1, await AdmitAsync(replica, subject with { Id = "everyone", Limits = QuotaLimits.None }, 1));
        var costs = await replica.Store.ReserveAsync(new QuotaClaim("costs", [subject], new(1, 1), default), default);
        Assert.Equal(QuotaOutcome.Closed, costs.Outcome);

        await using var server = await RedisServer.StartAtAsync(config);
        await replica.ReturnsAsync(Soon);
        Assert.Equal(3, await AdmitAsync(replica, subject, 5));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, known);
        }
    }

    private async Task LoadAsync(QuotaReplica replica, QuotaSubject subject, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var id = $"{Interlocked.Increment(ref _ids)}";
            if ((await replica.Store.ReserveAsync(new QuotaClaim(id, [subject], new QuotaAmount(10, 10), default), default)).IsGranted)
            {
                Interlocked.Increment(ref _admitted);
                await replica.Store.SettleAsync(id, new QuotaAmount(10, 10), default);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
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
