using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>The rules that only the counters in Redis have.</summary>
public sealed class RedisCountersTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly QuotaSubject Owner = new("owner:lin", QuotaLimits.Of(10, 1000, 5, 5000, 50_000, 700, 9000), QuotaCalendar.Utc);
    private static readonly QuotaSubject Team = new("team:ml", QuotaLimits.Of(requestsPerMinute: 2), QuotaCalendar.Utc);

    private readonly FakeTimeProvider _time = new(Start);
    private RedisScripting _scripting = null!;
    private RedisQuotaStore _store = null!;
    private long _leases;

    public async ValueTask InitializeAsync()
    {
        _scripting = await redis.BeginAsync(Start);
        _store = new RedisQuotaStore(_scripting, _time);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task RefusedClaim_LeavesEveryKeyAsItWas()
    {
        await ReserveAsync("a");
        await ReserveAsync("b");
        Advance(TimeSpan.FromSeconds(40));
        var before = await RedisDump.OfAsync(redis.Database);

        Assert.Equal(Team, (await ReserveAsync("c")).Subject);
        Assert.False(await _store.ExtendAsync("a", new QuotaAmount(901, 0), CancellationToken.None));

        Assert.Equal(before, await RedisDump.OfAsync(redis.Database));
    }

    [Fact]
    public async Task Claim_OfAnotherStoreWithTheSameId_CountsOnce()
    {
        var other = new RedisQuotaStore(_scripting, _time);
        var first = await ReserveAsync("a");
        Assert.Equal(first, await other.ReserveAsync(Claim("a"), default));
        Assert.True(await other.SettleAsync("a", new QuotaAmount(10, 1), default));
        Assert.Equal(first, await ReserveAsync("a"));
        Assert.Equal(new QuotaAmount(10, 1), (await UseAsync()).InDay.Used);
    }

    [Fact]
    public async Task FlushedScripts_AreSentAgain()
    {
        await ReserveAsync("a");
        await redis.Server.SendAsync("SCRIPT", "FLUSH");

        Assert.True((await ReserveAsync("b")).IsGranted);
        Assert.Equal(2, (await UseAsync()).Concurrent);
    }

    [Fact]
    public async Task LostCounters_AreToldApartFromEmptyOnes()
    {
        await ReserveAsync("a");
        await redis.Server.SendAsync("FLUSHALL");

        await Assert.ThrowsAsync<CountersLostException>(async () => await ReserveAsync("b"));
        await Assert.ThrowsAsync<CountersLostException>(
            async () => await _store.RenewAsync([new QuotaRenewal("a", default)], CancellationToken.None));
        Assert.Empty(await RedisDump.OfAsync(redis.Database));
    }

    [Fact]
    public async Task Lease_CountsAsUsed_UntilItIsGivenBackOrItsReplicaHasBeenSilentForLong()
    {
        var subject = new QuotaSubject(
            "team:ml", QuotaLimits.Of(requestsPerMinute: 40, tokensPerDay: 4000, moneyPerMonth: 400, concurrent: 40), QuotaCalendar.Utc);
        var ten = QuotaAmount.Of(10, 1000, 100, 10);
        Assert.Equal([ten], await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "one", keep: false, ++_leases));
        // A quarter is held; no other gets any.
        Assert.Equal([default], await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "two", keep: false, ++_leases));
        Assert.Equal(30, await FillAsync(subject));
        Assert.Equal(new QuotaAmount(3000, 300), (await _store.PeekAsync([subject], default))[0].InDay.Used);

        Assert.Equal([default], await _store.LeaseAsync([new LeaseRequest(subject, ten, default)], "one", keep: false, ++_leases));
        Assert.Equal(10, await FillAsync(subject));

        Advance(TimeSpan.FromDays(1));
        subject = subject with { Limits = QuotaLimits.Of(requestsPerMinute: 40, tokensPerDay: 4000) };
        Assert.Equal(
            [QuotaAmount.Of(10, 1000, 0, 0)],
            await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "one", keep: false, ++_leases));
        Advance(TimeSpan.FromSeconds(679));
        Assert.Equal(30, await FillAsync(subject));
        Advance(TimeSpan.FromSeconds(1));
        await _store.LeaseAsync([new LeaseRequest(subject, default, default)], "two", keep: false, ++_leases);
        Assert.Equal(10, await FillAsync(subject));
    }

    [Fact]
    public async Task MessageOfALease_ThatArrivesBehindALaterOne_ChangesNothing()
    {
        var subject = new QuotaSubject("team:ml", QuotaLimits.Of(requestsPerMinute: 40), QuotaCalendar.Utc);
        var ten = QuotaAmount.Of(10, 0, 0, 0);
        await _store.LeaseAsync([new LeaseRequest(subject, default, ten)], "one", keep: false, number: 2);
        await _store.LeaseAsync([new LeaseRequest(subject, default, default)], "one", keep: false, number: 1);
        Assert.Equal(30, await FillAsync(subject));
    }

    [Fact]
    public async Task PlacesOfALease_ThatNobodyRenews_AreFreeAfterHalfAMinute()
    {
        var subject = new QuotaSubject("team:ml", QuotaLimits.Of(concurrent: 40), QuotaCalendar.Utc);
        await _store.LeaseAsync([new LeaseRequest(subject, default, QuotaAmount.Of(0, 0, 0, 10))], "one", keep: false, ++_leases);
        Assert.Equal(30, await FillAsync(subject));
        Advance(TimeSpan.FromSeconds(30));
        await _store.LeaseAsync([new LeaseRequest(subject, default, default)], "two", keep: false, ++_leases);
        Assert.Equal(40, await FillAsync(subject));
    }

    private async Task<int> FillAsync(QuotaSubject subject)
    {
        var admitted = 0;
        while ((await _store.ReserveAsync(
            new QuotaClaim($"{Guid.NewGuid()}", [subject], new QuotaAmount(100, 10), default), default)).IsGranted)
        {
            admitted++;
        }

        return admitted;
    }

    [Fact]
    public async Task Budget_WithoutTheLedgersSums_AdmitsNothingUntilItHasThem()
    {
        var store = new RedisQuotaStore(_scripting, _time, hasLedger: true);
        var owner = Owner with { Scope = new QuotaScope(Gateway.Configuration.QuotaPer.Owner, "lin", null) };
        var claim = new QuotaClaim("a", [Team, owner], new QuotaAmount(100, 10), default);
        var periods = owner.Calendar.At(Start.ToUnixTimeSeconds());

        var decision = await store.ReserveAsync(claim, default);
        Assert.Equal((QuotaOutcome.Unopened, owner), (decision.Outcome, decision.Subject));
        Assert.Equal(new QuotaUse { Subject = Team }, (await store.PeekAsync([Team], default))[0]);
        Assert.True(await store.OpenAsync(new QuotaCorrection(owner, periods.Day, new(4900, 600), periods.Month, new(4900, 600)), default));

        Assert.True((await store.ReserveAsync(claim, default)).IsGranted);
        Assert.Equal(LimitKind.TokensPerDay, (await store.ReserveAsync(claim with { Id = "b" }, default)).Kind);
    }

    [Fact]
    public async Task ClaimWithoutAnAnswer_TakenBackAfterItWasCounted_LeavesNothingCounted()
    {
        await ReserveAsync("a");
        Assert.True(await _store.VoidAsync("a", [Owner, Team]));
        Assert.Equal(new QuotaUse { Subject = Owner }, await UseAsync());
    }

    [Fact]
    public async Task ClaimWithoutAnAnswer_TakenBackBeforeItArrives_IsNotCountedThen()
    {
        Assert.False(await _store.VoidAsync("a", [Owner, Team]));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReserveAsync("a"));
        Assert.Equal(new QuotaUse { Subject = Owner }, await UseAsync());
    }

    [Fact]
    public async Task SettlementThatComesLate_CorrectsWhatTheSweepAssumed()
    {
        await ReserveAsync("a");
        Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([("a", new QuotaAmount(20, 2))], (await _store.SweepAsync(default)).Select(o => (o.Id, o.Used)));

        Assert.True(await _store.SettleLateAsync("a", new QuotaAmount(70, 7), [Owner, Team]));
        Assert.False(await _store.SettleLateAsync("a", new QuotaAmount(80, 8), [Owner, Team]));

        Assert.Equal(new QuotaAmount(70, 7), (await UseAsync()).InDay.Used);
    }

    [Fact]
    public async Task PeriodsThatAreOver_AreForgotten()
    {
        for (var day = 0; day < 70; day++)
        {
            await ReserveAsync($"{day}");
            await _store.SettleAsync($"{day}", new QuotaAmount(10, 1), default);
            Advance(TimeSpan.FromDays(1));
        }

        Assert.InRange(await redis.Database.HashLengthAsync("{gw}:b:owner:lin"), 2, 5);
    }

    [Fact]
    public async Task EveryKey_ThatNobodyUses_GoesAway()
    {
        await ReserveAsync("a");
        Advance(TimeSpan.FromMinutes(2));
        await _store.SweepAsync(default);
        Advance(TimeSpan.FromDays(41));
        await redis.Server.SendAsync("DBSIZE");

        Assert.Equal(["{gw}:epoch"], (await RedisDump.OfAsync(redis.Database)).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task MoreOrphans_ThanOneScriptTakes_AreAllSettledByOneSweep()
    {
        var subject = new QuotaSubject("owner:lin", QuotaLimits.None, QuotaCalendar.Utc);
        for (var i = 0; i < 60; i++)
        {
            await _store.ReserveAsync(new QuotaClaim($"{i}", [subject], new QuotaAmount(100, 10), new QuotaAmount(20, 2)), default);
        }

        Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(60, (await _store.SweepAsync(default)).Count);
        Assert.Equal(new QuotaAmount(1200, 120), (await UseAsync()).InDay.Used);
    }

    private static QuotaClaim Claim(string id) => new(id, [Owner, Team], new QuotaAmount(100, 10), new QuotaAmount(20, 2));

    private async Task<QuotaDecision> ReserveAsync(string id) => await _store.ReserveAsync(Claim(id), default);

    private async Task<QuotaUse> UseAsync() => (await _store.PeekAsync([Owner], default))[0];

    private void Advance(TimeSpan by)
    {
        redis.Clock.Now += by;
        _time.AdjustTime(_time.GetUtcNow() + by);
    }
}
