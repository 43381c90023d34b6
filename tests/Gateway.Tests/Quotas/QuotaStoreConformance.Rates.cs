using Gateway.Configuration;
using Gateway.Quotas;
using Xunit;

namespace Gateway.Tests.Quotas;

public abstract partial class QuotaStoreConformance
{
    [Fact]
    public async Task Requests_UpToTheLimit_AreAdmittedAndTheNextIsNot()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 3));
        for (var left = 2; left >= 0; left--)
        {
            var decision = await ReserveAsync(subject);
            Assert.True(decision.IsGranted);
            Assert.Equal(new QuotaRoom(3, left), decision.Requests);
        }

        var refused = await ReserveAsync(subject);

        Assert.Equal(QuotaOutcome.Refused, refused.Outcome);
        Assert.Equal((subject, LimitKind.RequestsPerMinute, 3L, 3L), (refused.Subject, refused.Kind, refused.Limit, refused.Used));
        Assert.Equal(TimeSpan.FromSeconds(61), refused.RetryAfter);
    }

    [Fact]
    public async Task RequestThatDoesNotCountAsOne_CountsItsTokensAlone()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 1, concurrent: 1, tokensPerDay: 100));
        var uses = subject with { Limits = QuotaLimits.Of(tokensPerDay: 100), CountsRequests = false };
        var own = Subject(QuotaLimits.Of(requestsPerMinute: 2), "owner:lin~background");
        var id = NewId();
        Assert.True((await ReserveAsync(Store, id, new QuotaAmount(10, 0), uses, own)).IsGranted);
        Assert.True((await ReserveAsync(Store, NewId(), new QuotaAmount(10, 0), uses, own)).IsGranted);
        Assert.Equal((LimitKind.RequestsPerMinute, own), await RefusedAsync(10));

        // The counter that others share has its tokens, and no request and no place.
        var use = await UseAsync(subject);
        Assert.Equal((0L, 0L, 20L, 20L), (use.RequestsInMinute, use.Concurrent, use.TokensInMinute, use.InDay.Tokens));
        Assert.True((await ReserveAsync(subject, 5)).IsGranted);
        Assert.True(await Store.SettleAsync(id, new QuotaAmount(3, 0), None));
        use = await UseAsync(subject);
        Assert.Equal((1L, 1L, 18L), (use.RequestsInMinute, use.Concurrent, use.InDay.Tokens));
        Assert.Equal((2L, 1L), ((await UseAsync(own)).RequestsInMinute, (await UseAsync(own)).Concurrent));

        async Task<(LimitKind, QuotaSubject?)> RefusedAsync(long tokens)
        {
            var decision = await ReserveAsync(Store, NewId(), new QuotaAmount(tokens, 0), uses, own);
            return (decision.Kind!, decision.Subject);
        }
    }

    [Fact]
    public async Task RequestThatDoesNotCountAsOne_TakesNoPlaceWhenItIsRenewed()
    {
        var uses = Subject(QuotaLimits.Of(tokensPerDay: 100)) with { CountsRequests = false };
        var id = NewId();
        await ReserveAsync(Store, id, new QuotaAmount(10, 0), uses);
        Assert.Empty(await Store.RenewAsync([new QuotaRenewal(id, default)], None));
        Assert.Equal((0L, 0L), ((await UseAsync(uses)).Concurrent, (await UseAsync(uses)).RequestsInMinute));
    }

    [Fact]
    public async Task RetryAfter_OfARefusal_IsTheInstantAtWhichTheSameClaimIsAdmitted()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerMinute: 100));
        await ReserveAsync(subject, 30);
        Advance(TimeSpan.FromSeconds(10.25));
        await ReserveAsync(subject, 50);
        Advance(TimeSpan.FromSeconds(20.5));

        var refused = await ReserveAsync(subject, 60);

        // 80 are used; the 30 of the first are not enough, the 50 of the second are, which go 61 seconds after their own.
        Assert.Equal(LimitKind.TokensPerMinute, refused.Kind);
        Assert.Equal(TimeSpan.FromSeconds(71 - 30.75), refused.RetryAfter);
        Advance(refused.RetryAfter - TimeSpan.FromMilliseconds(1));
        Assert.False((await ReserveAsync(subject, 60)).IsGranted);
        Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await ReserveAsync(subject, 60)).IsGranted);
    }

    [Fact]
    public async Task AnyWindow_OfSixtySeconds_NeverHoldsMoreThanTheLimit()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 20));
        var random = new Random(11);
        var admitted = new Queue<TimeSpan>();
        var now = TimeSpan.Zero;
        for (var i = 0; i < 600; i++)
        {
            var step = TimeSpan.FromMilliseconds(random.Next(0, random.Next(0, 8) == 0 ? 20_000 : 700));
            Advance(step);
            now += step;
            if ((await ReserveAsync(subject)).IsGranted)
            {
                admitted.Enqueue(now);
            }

            while (admitted.Count > 0 && admitted.Peek() < now - TimeSpan.FromSeconds(60))
            {
                admitted.Dequeue();
            }

            Assert.True(admitted.Count <= 20, $"{admitted.Count} in the 60 s before {now}.");
        }
    }

    [Fact]
    public async Task Settlement_InsideTheMinute_GivesTokensBackToTheSecondOfAdmission()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerMinute: 100));
        await ReserveAsync(subject, 90, id: "a");
        Advance(TimeSpan.FromSeconds(30));

        Assert.True(await Store.SettleAsync("a", new QuotaAmount(40, 0), None));

        Assert.Equal((1L, 40L), await MinuteAsync(subject));
        Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((0L, 0L), await MinuteAsync(subject));
    }

    [Fact]
    public async Task Settlement_AfterTheMinute_ChangesNoOtherMinute()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerMinute: 100, tokensPerDay: 1000));
        await ReserveAsync(subject, 90, id: "a");
        Advance(TimeSpan.FromSeconds(120));
        await Store.RenewAsync([new QuotaRenewal("a", default)], None);

        await Store.SettleAsync("a", new QuotaAmount(70, 0), None);

        Assert.Equal((0L, 0L), await MinuteAsync(subject));
        Assert.Equal(70, (await UseAsync(subject)).InDay.Tokens);
    }

    [Fact]
    public async Task ClockThatJumpsADayAheadAndBack_ClosesTheMinuteForAMinute()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 2, tokensPerMinute: 100));
        await FillAsync();
        Advance(TimeSpan.FromDays(1));
        await FillAsync();

        Advance(TimeSpan.FromDays(-1));
        var refused = await ReserveAsync(subject, tokens: 50);
        Assert.False(refused.IsGranted);
        Assert.InRange(refused.RetryAfter.TotalSeconds, 1, 62);

        Advance(TimeSpan.FromSeconds(62));
        await FillAsync();
        Advance(TimeSpan.FromSeconds(62));
        await FillAsync();

        async Task FillAsync()
        {
            Assert.True((await ReserveAsync(subject, tokens: 50)).IsGranted);
            Assert.True((await ReserveAsync(subject, tokens: 50)).IsGranted);
            Assert.False((await ReserveAsync(subject, tokens: 50)).IsGranted);
        }
    }

    [Fact]
    public async Task ClockThatJumpsADayAheadAndBack_KeepsWhatWasUsedOfTheDay()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 100));
        Advance(TimeSpan.FromDays(1));
        Assert.True((await ReserveAsync(subject, tokens: 60)).IsGranted);
        Advance(TimeSpan.FromDays(-1));
        Assert.True((await ReserveAsync(subject, tokens: 40)).IsGranted);
        Assert.InRange((await UseAsync(subject)).InDay.Tokens, 40, 100);
        Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, (await UseAsync(subject)).InDay.Tokens);
    }

    [Fact]
    public async Task ClockThatStepsBack_FreesNothing()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 2));
        await ReserveAsync(subject);
        await ReserveAsync(subject);
        Advance(TimeSpan.FromSeconds(-90));
        Assert.False((await ReserveAsync(subject)).IsGranted);
        Advance(TimeSpan.FromSeconds(120));
        Assert.False((await ReserveAsync(subject)).IsGranted);
        Advance(TimeSpan.FromSeconds(31));
        Assert.True((await ReserveAsync(subject)).IsGranted);
    }

    private async Task<(long Requests, long Tokens)> MinuteAsync(QuotaSubject subject)
    {
        var use = await UseAsync(subject);
        return (use.RequestsInMinute, use.TokensInMinute);
    }
}
