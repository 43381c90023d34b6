using Gateway.Configuration;
using Gateway.Quotas;
using Xunit;

namespace Gateway.Tests.Quotas;

public abstract partial class QuotaStoreConformance
{
    [Fact]
    public async Task Budget_ThatIsSpent_OpensAtMidnightOfItsTimeZone()
    {
        // 10:00 in UTC is 18:00 in Shanghai.
        var subject = Subject(QuotaLimits.Of(moneyPerDay: 100), zone: "Asia/Shanghai");
        Assert.True((await ReserveAsync(subject, nano: 80)).IsGranted);

        var refused = await ReserveAsync(subject, nano: 21);

        Assert.Equal(
            (LimitKind.MoneyPerDay, 100L, 80L, TimeSpan.FromHours(6)), (refused.Kind, refused.Limit, refused.Used, refused.RetryAfter));
        Assert.True((await ReserveAsync(subject, nano: 20)).IsGranted);
        Advance(TimeSpan.FromHours(6));
        Assert.True((await ReserveAsync(subject, nano: 100)).IsGranted);
    }

    [Fact]
    public async Task Budget_OfAMonth_OpensWithTheNext()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerMonth: 1000));
        await ReserveAsync(subject, 1000);

        var refused = await ReserveAsync(subject, 1);

        Assert.Equal(LimitKind.TokensPerMonth, refused.Kind);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) - Start, refused.RetryAfter);
        Advance(refused.RetryAfter);
        Assert.True((await ReserveAsync(subject, 1000)).IsGranted);
    }

    [Fact]
    public async Task Settlement_AfterMidnight_CountsForTheDayOfAdmission()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 100, tokensPerMonth: 1000));
        await ReserveAsync(subject, 60, id: "a");
        Advance(TimeSpan.FromHours(14));
        await ReserveAsync(subject, 10);

        await Store.SettleAsync("a", new QuotaAmount(90, 0), None);

        var use = await UseAsync(subject);
        Assert.Equal((10L, 100L), (use.InDay.Tokens, use.InMonth.Tokens));
    }

    [Fact]
    public async Task ClaimThatCostsNothing_IsAdmittedWhereTheMoneyIsSpent()
    {
        var subject = Subject(QuotaLimits.Of(moneyPerDay: 10, moneyPerMonth: 10));
        await ReserveAsync(subject, nano: 10, id: "a");
        await Store.SettleAsync("a", new QuotaAmount(0, 15), None);

        Assert.True((await ReserveAsync(subject, tokens: 500)).IsGranted);
        Assert.False((await ReserveAsync(subject, nano: 1)).IsGranted);
    }

    [Fact]
    public async Task MoneyLimitOfZero_AdmitsNothingThatCosts()
    {
        Assert.False((await ReserveAsync(Subject(QuotaLimits.Of(moneyPerMonth: 0)), nano: 1)).IsGranted);
    }

    [Fact]
    public async Task GreatAmounts_AreCountedToTheLastUnit()
    {
        // Nine million yuan in billionths: the most that a double holds exactly, which is what Redis scripts compute with.
        var subject = Subject(QuotaLimits.Of(moneyPerMonth: 9_000_000_000_000_000));
        await ReserveAsync(subject, nano: 8_999_999_999_999_998);
        Assert.True((await ReserveAsync(subject, nano: 1)).IsGranted);
        Assert.False((await ReserveAsync(subject, nano: 2)).IsGranted);
        Assert.Equal(8_999_999_999_999_999, (await UseAsync(subject)).InMonth.Nano);
        Assert.True((await ReserveAsync(subject, nano: 1)).IsGranted);
        Assert.False((await ReserveAsync(subject, nano: 1)).IsGranted);
    }

    [Fact]
    public async Task Correction_AddsToTheRunningDayAndMonth_AndTakesNoMoreThanThereIs()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 1000, moneyPerMonth: 1000));
        await ReserveAsync(subject, 100, 10, id: "a");
        await Store.SettleAsync("a", new QuotaAmount(100, 10), None);
        var periods = subject.Calendar.At(Start.ToUnixTimeSeconds());

        Assert.True(await Store.CorrectAsync(new QuotaCorrection(subject, periods.Day, new(50, 5), periods.Month, new(-30, -300)), None));

        var use = await UseAsync(subject);
        Assert.Equal((new QuotaAmount(150, 15), new QuotaAmount(70, 0)), (use.InDay.Used, use.InMonth.Used));
    }

    [Fact]
    public async Task Opening_RaisesToWhatTheLedgerSays_AndTakesNothing()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 1000, moneyPerMonth: 1000));
        await ReserveAsync(subject, 100, 10);
        var periods = subject.Calendar.At(Start.ToUnixTimeSeconds());
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await Store.OpenAsync(new QuotaCorrection(subject, periods.Day, new(50, 20), periods.Month, new(900, 5)), None));
        }

        var use = await UseAsync(subject);
        Assert.Equal((new QuotaAmount(100, 20), new QuotaAmount(900, 10)), (use.InDay.Used, use.InMonth.Used));
    }

    [Fact]
    public async Task Correction_OfADayThatIsOver_ChangesNothing()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 1000));
        var periods = subject.Calendar.At(Start.ToUnixTimeSeconds());
        Advance(TimeSpan.FromDays(1));
        await ReserveAsync(subject, 100);

        await Store.CorrectAsync(new QuotaCorrection(subject, periods.Day, new(50, 0), periods.Month, new(7, 0)), None);

        var use = await UseAsync(subject);
        Assert.Equal((100L, 107L), (use.InDay.Tokens, use.InMonth.Tokens));
    }
}
