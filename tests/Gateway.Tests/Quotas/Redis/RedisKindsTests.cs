using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.InMemory;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>What holds in Redis for every kind of limit there is, beside what every store keeps to.</summary>
public sealed class RedisKindsTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private RedisScripting _scripting = null!;
    private RedisQuotaStore _store = null!;

    public static TheoryData<string> Kinds => QuotaStoreConformance.Kinds;

    public async ValueTask InitializeAsync() => _store = new RedisQuotaStore(_scripting = await redis.BeginAsync(Start), _time);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_IsSetAsideForAReplica_AndCountsAsUsed(string key)
    {
        var (kind, subject) = Limited(key, 40);
        var ten = Amount(kind, 10);
        Assert.Equal([ten], await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "one", keep: false, 1));
        Assert.Equal([default], await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "two", keep: false, 1));
        Assert.Equal(30, await FillAsync(kind, subject));
        Assert.Equal(30, (await _store.PeekAsync([subject], default))[0].Of(kind));

        Assert.Equal([default], await _store.LeaseAsync([new LeaseRequest(subject, ten, default)], "one", keep: false, 2));
        Assert.Equal(10, await FillAsync(kind, subject));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_CountedWhileRedisWasAway_IsToldAndCountsOnce(string key)
    {
        var (kind, subject) = Limited(key, 40);
        var own = new InMemoryQuotaStore(_time);
        for (var i = 0; i < 3; i++)
        {
            await own.ReserveAsync(new QuotaClaim($"{i}", [subject], Of(kind, 2), default), default);
        }

        var merge = new RedisMerge(_scripting, "one", _time);
        var export = own.Export();
        Func<ValueTask>[] messages = [.. merge.Messages(export), .. merge.Messages(own.ExportRunning(), export.Second)];
        foreach (var message in messages.Concat(messages))
        {
            await message();
        }

        Assert.Equal(kind.CountsRequests ? 3 : 6, (await _store.PeekAsync([subject], default))[0].Of(kind));
        Assert.True(await _store.SettleAsync("0", default, default));
        Assert.Equal(
            kind.Meter == Meter.Requests ? 3 : kind.Meter == Meter.Concurrent ? 2 : 4,
            (await _store.PeekAsync([subject], default))[0].Of(kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_HeldBeforehand_AdmitsWhatIsHeld(string key)
    {
        var (kind, subject) = Limited(key, 1000);
        var leases = new Leases(_time);
        leases.Used([subject], Of(kind, 1));
        var asked = Assert.Single(leases.Due());
        Assert.Equal(Amount(kind, 10), asked.Wanted);
        leases.Granted(in asked, asked.Wanted, _time.GetTimestamp());
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(leases.Take([subject], Of(kind, 1), isNew: true, isAway: true));
        }

        Assert.Null(leases.Take([subject], Of(kind, 1), isNew: true, isAway: true));
        var closed = subject with { Loss = new QuotaLoss(LossMode.Closed, LossMode.Closed, LossMode.Closed) };
        Assert.Null(leases.Take([closed], Of(kind, 1), isNew: true, isAway: true));
        var open = subject with { Loss = new QuotaLoss(LossMode.Open, LossMode.Open, LossMode.Open) };
        Assert.NotNull(leases.Take([open], Of(kind, 1), isNew: true, isAway: true));
    }

    private static (LimitKind Kind, QuotaSubject Subject) Limited(string key, long max)
    {
        var kind = LimitKind.Named(key);
        return (kind, new QuotaSubject("owner:lin", new QuotaLimits(k => k == kind ? max : null), QuotaCalendar.Utc));
    }

    private static QuotaAmount Of(LimitKind kind, long amount) => kind.CountsRequests ? default : Amount(kind, amount);

    private static QuotaAmount Amount(LimitKind kind, long amount) => default(QuotaAmount).With(kind.Meter, amount);

    private async Task<int> FillAsync(LimitKind kind, QuotaSubject subject)
    {
        var admitted = 0;
        while ((await _store.ReserveAsync(new QuotaClaim($"{Guid.NewGuid()}", [subject], Of(kind, 1), default), default)).IsGranted)
        {
            admitted++;
        }

        return admitted;
    }
}
