using Gateway.Configuration;
using Gateway.Quotas;
using Xunit;

namespace Gateway.Tests.Quotas;

public abstract partial class QuotaStoreConformance
{
    [Fact]
    public async Task PlacesAtOnce_AreGivenBackBySettlement()
    {
        var subject = Subject(QuotaLimits.Of(concurrent: 2));
        await ReserveAsync(subject, id: "a");
        await ReserveAsync(subject, id: "b");
        var refused = await ReserveAsync(subject);
        Assert.Equal((LimitKind.Concurrent, 2L, 2L), (refused.Kind, refused.Limit, refused.Used));

        Assert.True(await Store.SettleAsync("a", default, None));

        Assert.True((await ReserveAsync(subject, id: "c")).IsGranted);
        Assert.False((await ReserveAsync(subject)).IsGranted);
    }

    [Fact]
    public async Task Settlement_SentTwice_CountsOnce()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 100, concurrent: 5));
        await ReserveAsync(subject, 50, id: "a");

        Assert.True(await Store.SettleAsync("a", new QuotaAmount(20, 0), None));
        Assert.False(await Store.SettleAsync("a", new QuotaAmount(20, 0), None));

        var use = await UseAsync(subject);
        Assert.Equal((20L, 0L), (use.InDay.Tokens, use.Concurrent));
    }

    [Fact]
    public async Task Claim_SentTwice_CountsOnceAndIsAnsweredAlike()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 10, tokensPerDay: 100));
        var first = await ReserveAsync(subject, 50, id: "a");
        var second = await ReserveAsync(subject, 50, id: "a");

        Assert.Equal(first, second);
        var use = await UseAsync(subject);
        Assert.Equal((1L, 50L, 1L), (use.RequestsInMinute, use.InDay.Tokens, use.Concurrent));
    }

    [Fact]
    public async Task Refusal_ByOneSubject_ChangesNothingAtTheOthers()
    {
        var roomy = Subject(QuotaLimits.Of(requestsPerMinute: 100, tokensPerDay: 1000, concurrent: 9, moneyPerMonth: 99), "team:ml");
        var tight = Subject(QuotaLimits.Of(tokensPerDay: 10), "owner:kim");

        for (var i = 0; i < 3; i++)
        {
            var refused = await ReserveAsync(Store, NewId(), new QuotaAmount(11, 5), roomy, tight);
            Assert.Equal(tight, refused.Subject);
        }

        foreach (var use in await Store.PeekAsync([roomy, tight], None))
        {
            Assert.Equal(new QuotaUse { Subject = use.Subject }, use);
        }
    }

    [Fact]
    public async Task SeveralLimits_ThatStandAgainstIt_TheOneThatOpensLastIsNamed()
    {
        var owner = Subject(QuotaLimits.Of(requestsPerMinute: 1));
        var team = Subject(QuotaLimits.Of(tokensPerDay: 10), "team:ml");
        await ReserveAsync(Store, NewId(), new QuotaAmount(5, 0), owner, team);

        Assert.Equal(LimitKind.TokensPerDay, (await ReserveAsync(Store, NewId(), new QuotaAmount(6, 0), owner, team)).Kind);
        Assert.Equal(LimitKind.RequestsPerMinute, (await ReserveAsync(Store, NewId(), new QuotaAmount(5, 0), owner, team)).Kind);
    }

    [Fact]
    public async Task Extension_WithinTheLimits_IsReservedAndBeyondThemIsNot()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 1, tokensPerMinute: 100, concurrent: 1, tokensPerDay: 200));
        await ReserveAsync(subject, 50, id: "a");

        Assert.True(await Store.ExtendAsync("a", new QuotaAmount(50, 0), None));
        Assert.False(await Store.ExtendAsync("a", new QuotaAmount(1, 0), None));
        Assert.False(await Store.ExtendAsync("unknown", new QuotaAmount(1, 0), None));

        Assert.Equal(100, (await UseAsync(subject)).InDay.Tokens);
        await Store.SettleAsync("a", new QuotaAmount(70, 0), None);
        Assert.Equal((70L, 70L), ((await UseAsync(subject)).InDay.Tokens, (await UseAsync(subject)).TokensInMinute));
    }

    [Fact]
    public async Task Reservation_ThatNobodyRenews_IsSettledAtWhatWasUsedWithin31Seconds()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 1000, concurrent: 2));
        await Store.ReserveAsync(new QuotaClaim("dead", [subject], new QuotaAmount(500, 0), new QuotaAmount(120, 0)), None);
        await Store.ReserveAsync(new QuotaClaim("alive", [subject], new QuotaAmount(200, 0), new QuotaAmount(10, 0)), None);
        Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(
            ["unknown"],
            await Store.RenewAsync([new QuotaRenewal("alive", new QuotaAmount(40, 0)), new QuotaRenewal("unknown", default)], None));
        Assert.Empty(await Store.SweepAsync(None));
        Advance(TimeSpan.FromSeconds(11));

        Assert.Equal([("dead", new QuotaAmount(120, 0))], (await Store.SweepAsync(None)).Select(o => (o.Id, o.Used)));

        var use = await UseAsync(subject);
        Assert.Equal((320L, 1L), (use.InDay.Tokens, use.Concurrent));
        Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([("alive", new QuotaAmount(40, 0))], (await Store.SweepAsync(None)).Select(o => (o.Id, o.Used)));
        Assert.Equal(160, (await UseAsync(subject)).InDay.Tokens);
        Assert.False(await Store.SettleAsync("dead", new QuotaAmount(1, 0), None));
    }

    [Fact]
    public async Task PlaceOfADeadReplica_IsFreeAfter31SecondsEvenBeforeTheSweep()
    {
        var subject = Subject(QuotaLimits.Of(concurrent: 1));
        await ReserveAsync(subject, id: "dead");
        Advance(TimeSpan.FromSeconds(31));
        Assert.True((await ReserveAsync(subject, id: "next")).IsGranted);
        await Store.SweepAsync(None);
        Assert.Equal(1, (await UseAsync(subject)).Concurrent);
    }

    [Fact]
    public async Task SixtyFourTasks_AgainstALimitOf1000_AreAdmittedExactly1000()
    {
        var everyone = Subject(QuotaLimits.Of(requestsPerMinute: 1_000_000, tokensPerMonth: 100_000), "everyone");
        var owner = Subject(QuotaLimits.Of(requestsPerMinute: 1000, tokensPerDay: 1_000_000));
        var admitted = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
        {
            for (var i = 0; i < 25; i++)
            {
                if ((await ReserveAsync(Store, NewId(), new QuotaAmount(7, 0), owner, everyone)).IsGranted)
                {
                    Interlocked.Increment(ref admitted);
                }
            }
        });

        Assert.Equal(1000, admitted);
        foreach (var use in await Store.PeekAsync([owner, everyone], None))
        {
            Assert.Equal((1000L, 7000L, 1000L), (use.RequestsInMinute, use.InDay.Tokens, use.Concurrent));
        }
    }
}
