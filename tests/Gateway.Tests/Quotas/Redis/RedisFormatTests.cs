using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>Gateways of two versions on one Redis: the newer goes on with what is counted there, and the older keeps away.</summary>
public sealed class RedisFormatTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly QuotaSubject Subject = new(
        "owner:lin", QuotaLimits.Of(10, 1000, 5, 5000, 50_000, 700, 9000), QuotaCalendar.Utc);

    // As gateways wrote it before there was a number: three requests of 100 tokens in the minute, one of which runs and a replica that
    // holds some.
    private const string Format1 = """
        local day, month, second = ARGV[1], ARGV[2], tonumber(ARGV[3])
        redis.call('SET', '{gw}:epoch', '0190a.4')
        redis.call('HSET', '{gw}:w:owner:lin', 'h', struct.pack('<ddddd', second, 3, 300, 2, 200), 'b' .. (second - 1) % 61, struct.pack('<dd', 1, 100))
        redis.call('HSET', '{gw}:b:owner:lin', 'd' .. day, struct.pack('<dd', 400, 40), 'm' .. month, struct.pack('<dd', 4000, 400),
            'l', struct.pack('<dddd', 1, 100, 10, 1), 'l:old', struct.pack('<ddddddd', 1, 100, 10, 1, second * 1000 + 30000, second * 1000 + 680000, 7))
        local limits = struct.pack('<ddddddd', 10, 1000, 5, 5000, 50000, 700, 9000)
        redis.call('SET', '{gw}:r:runs', cmsgpack.pack({ 'live', '-', second, 100, 10, 20, 2, 1, 'owner:lin', day, month, limits }))
        redis.call('ZADD', '{gw}:c:owner:lin', second * 1000 + 30000, 'runs')
        redis.call('ZADD', '{gw}:rx', second * 1000 + 30000, 'runs')
        """;

    // The beginning of each of their scripts.
    private const string OfFormat1 =
        "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return '!' end redis.call('INCR', '{gw}:counted') return '1'";

    private readonly FakeTimeProvider _time = new(Start);

    public async ValueTask InitializeAsync() => await redis.BeginAsync(Start);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task CountersOfAnOlderVersion_AreGoneOnWith_AndNothingIsLostOrCountedTwice()
    {
        await BeginFormat1Async();
        var gateway = await StartAsync();

        var use = (await gateway.Store.PeekAsync([Subject], default))[0];
        Assert.Equal((3L, 300L, 1L), (use.RequestsInMinute, use.TokensInMinute, use.Concurrent));
        Assert.Equal((new QuotaAmount(400, 40), new QuotaAmount(4000, 400)), (use.InDay, use.InMonth));

        // Beside what the other replica holds of them there is room for six, and for three at once.
        Assert.Equal(new QuotaRoom(10, 5), (await ReserveAsync(gateway, "a")).Requests);
        Assert.True((await ReserveAsync(gateway, "b")).IsGranted);
        Assert.True((await ReserveAsync(gateway, "c")).IsGranted);
        Assert.Equal((LimitKind.Concurrent, 5L), await RefusedAsync(gateway));

        // The one that ran is settled at what it had surely used, unless its gateway says so itself.
        Advance(TimeSpan.FromSeconds(31));
        await gateway.Store.RenewAsync([new("a", default), new("b", default), new("c", default)], default);
        Assert.Contains(("runs", new QuotaAmount(20, 2)), (await gateway.Store.SweepAsync(default)).Select(o => (o.Id, o.Used)));
        use = (await gateway.Store.PeekAsync([Subject], default))[0];
        Assert.Equal((220L + 3, 322L + 3), (use.TokensInMinute, use.InDay.Tokens + 2));
    }

    [Fact]
    public async Task GatewayOfAnOlderVersion_CountsNoMore_WhereANewerOneDoes()
    {
        await BeginFormat1Async();
        RedisKey[] epoch = ["{gw}:epoch"];
        await redis.Database.ScriptEvaluateAsync(OfFormat1, epoch, ["0190a.4"]);
        var gateway = await StartAsync();

        var refused = await Assert.ThrowsAsync<RedisServerException>(
            () => redis.Database.ScriptEvaluateAsync(OfFormat1, epoch, ["0190a.4"]));
        Assert.Contains("WRONGTYPE", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RedisServerException>(() => redis.Database.StringGetAsync("{gw}:epoch"));
        // Nor does it make counters of its own.
        Assert.False(await redis.Database.StringSetAsync("{gw}:epoch", "0190b", when: When.NotExists));
        Assert.Equal(1, (int)await redis.Database.StringGetAsync("{gw}:counted"));
    }

    [Fact]
    public async Task TwoThatComeTogether_TakeThemOverOnce()
    {
        await BeginFormat1Async();
        var scripting = new RedisScripting(redis.Database, new RedisKeys("gw"));
        var older = (await scripting.FindAsync())!.Value;
        Assert.Equal(new CountersName("0190a", 4, false, Format: 1), older);
        Assert.Equal(new CountersName("0190a", 5, false), await scripting.UpgradeAsync(older));
        Assert.Null(await scripting.UpgradeAsync(older));
        Assert.Equal(new CountersName("0190a", 5, false), await scripting.FindAsync());
    }

    [Fact]
    public async Task CountersThatANewerVersionHasTakenOver_AreLeftAlone_AndItIsSaidWhy()
    {
        var gateway = await StartAsync();
        Assert.True((await ReserveAsync(gateway, "a")).IsGranted);
        await redis.Database.KeyDeleteAsync("{gw}:epoch");
        await redis.Database.HashSetAsync("{gw}:epoch", RedisFormat.Current + 1, "0190a.9");
        var before = await RedisDump.OfAsync(redis.Database);

        // Nobody waits for it to come back.
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromSeconds(3));
        var refused = await ReserveAsync(gateway, "b");
        for (var i = 0; i < 3; i++)
        {
            await gateway.Keeper.TakeATurnAsync();
        }

        Assert.Equal(QuotaOutcome.Closed, refused.Outcome);
        Assert.False(gateway.Store.Health.IsConnected);
        Assert.Contains("newer version of the gateway (format 3; this one knows 2)", gateway.Store.Health.Reason, StringComparison.Ordinal);
        Assert.Equal(before, await RedisDump.OfAsync(redis.Database));
    }

    [Fact]
    public void WhatIsPacked_IsOfThisFormat()
    {
        // Whoever changes this changes the number, and reads what the format before has left.
        Assert.Equal(2, RedisFormat.Current);
        Assert.Equal(
            ["Requests", "Tokens", "Money", "Concurrent", "Pictures", "Seconds", "Characters"], QuotaAmount.Meters.Select(m => $"{m}"));
        Assert.Equal((0, 1, 2, 3), ((int)LimitWindow.Minute, (int)LimitWindow.Day, (int)LimitWindow.Month, (int)LimitWindow.AtOnce));
        Assert.Equal(Hex(0, 2, 0), Hex(RedisFormat.Of(new QuotaAmount(2, 0))));
        Assert.Equal(Hex(0, 2, 3, 0, 1, 0, 0), Hex(RedisFormat.Of(new QuotaAmount(2, 3).With(Meter.Pictures, 1))));
        var limits = new QuotaSubject("everyone", QuotaLimits.Of(concurrent: 2, tokensPerDay: 3), QuotaCalendar.Utc);
        Assert.Equal($"010403{Hex(2)}0201{Hex(3)}", Hex(RedisFormat.LimitsOf(limits)));
        Assert.Equal($"020403{Hex(2)}0201{Hex(3)}", Hex(RedisFormat.LimitsOf(limits with { CountsRequests = false }, mustBeOpened: true)));
    }

    private static string Hex(RedisValue value) => Convert.ToHexStringLower((byte[])value!);

    private static string Hex(params double[] numbers) =>
        string.Concat(numbers.Select(n => Convert.ToHexStringLower(BitConverter.GetBytes(n))));

    private async Task BeginFormat1Async()
    {
        await redis.Server.SendAsync("FLUSHALL");
        var periods = Subject.Calendar.At(Start.ToUnixTimeSeconds());
        await redis.Database.ScriptEvaluateAsync(Format1, values: [periods.Day, periods.Month, Start.ToUnixTimeSeconds()]);
    }

    private async Task<RedisQuotas> StartAsync()
    {
        var quotas = new RedisQuotas(
            redis.Connection, redis.Server.Config, "new", _time, NullLoggerFactory.Instance, strangersHave: TimeSpan.Zero);
        for (var i = 0; i < 5 && !quotas.Store.Health.IsConnected; i++)
        {
            await quotas.Keeper.TakeATurnAsync();
        }

        Assert.True(quotas.Store.Health.IsConnected, quotas.Store.Health.Reason);
        return quotas;
    }

    private static async Task<QuotaDecision> ReserveAsync(RedisQuotas gateway, string id) =>
        await gateway.Store.ReserveAsync(new QuotaClaim(id, [Subject], new QuotaAmount(1, 0), default), default);

    private static async Task<(LimitKind? Kind, long Used)> RefusedAsync(RedisQuotas gateway)
    {
        var decision = await ReserveAsync(gateway, "more");
        return (decision.Kind, decision.Used);
    }

    private void Advance(TimeSpan by)
    {
        redis.Clock.Now += by;
        _time.AdjustTime(_time.GetUtcNow() + by);
    }
}
