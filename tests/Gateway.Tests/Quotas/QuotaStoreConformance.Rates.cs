using Gateway.Quotas;
using Xunit;

namespace Gateway.Tests.Quotas;

public abstract partial class QuotaStoreConformance
{
    [Fact]
    public async Task Requests_UpToTheLimit_AreAdmittedAndTheNextIsNot()
    {
        var subject = Subject(new QuotaLimits(RequestsPerMinute: 3));
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
    public async Task RetryAfter_OfARefusal_IsTheInstantAtWhichTheSameClaimIsAdmitted()
    {
        var subject = Subject(new QuotaLimits(TokensPerMinute: 100));
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
        var subject = Subject(new QuotaLimits(RequestsPerMinute: 20));
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
        var subject = Subject(new QuotaLimits(TokensPerMinute: 100));
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
        var subject = Subject(new QuotaLimits(TokensPerMinute: 100, TokensPerDay: 1000));
        await ReserveAsync(subject, 90, id: "a");
        Advance(TimeSpan.FromSeconds(120));
        await Store.RenewAsync([new QuotaRenewal("a", default)], None);

        await Store.SettleAsync("a", new QuotaAmount(70, 0), None);

        Assert.Equal((0L, 0L), await MinuteAsync(subject));
        Assert.Equal(70, (await UseAsync(subject)).InDay.Tokens);
    }

    [Fact]
    public async Task ClockThatStepsBack_FreesNothing()
    {
        var subject = Subject(new QuotaLimits(RequestsPerMinute: 2));
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
