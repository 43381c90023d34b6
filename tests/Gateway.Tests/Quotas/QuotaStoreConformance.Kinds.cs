using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Tests.Quotas;

/// <summary>What holds for every kind of limit there is, one test for each row.</summary>
public abstract partial class QuotaStoreConformance
{
    public static TheoryData<string> Kinds => [.. LimitKind.All.Select(k => k.Key)];

    public static TheoryData<string> Budgets => [.. LimitKind.All.Where(k => k.IsBudget).Select(k => k.Key)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_AdmitsUpToItsLimit_AndSaysWhenItOpens(string key)
    {
        var (kind, subject) = Limited(key, 10, zone: "Asia/Shanghai");
        var each = kind.CountsRequests ? 1 : 5;
        for (var used = 0; used < 10; used += each)
        {
            Assert.True((await ReserveAsync(Store, $"{used}", Of(kind, each), subject)).IsGranted);
        }

        var refused = await ReserveAsync(Store, "more", Of(kind, 1), subject);

        Assert.Equal(
            (QuotaOutcome.Refused, subject, kind, 10L, 10L), (refused.Outcome, refused.Subject, refused.Kind, refused.Limit, refused.Used));
        Assert.Equal(Opens(kind.Window), refused.RetryAfter);
        Assert.Equal(10, (await UseAsync(subject)).Of(kind));
        Assert.True(await Store.SettleAsync("0", Of(kind, 5), None));
        Advance(refused.RetryAfter);
        Assert.True((await ReserveAsync(Store, "more", Of(kind, 1), subject)).IsGranted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_IsExtendedWithinItsLimit_AndSettledToWhatWasUsed(string key)
    {
        var (kind, subject) = Limited(key, 10);
        await ReserveAsync(Store, "a", Of(kind, 6), subject);
        Assert.True(await Store.ExtendAsync("a", Of(kind, 4), None));
        Assert.Equal(kind.CountsRequests, await Store.ExtendAsync("a", Of(kind, 1), None));

        Assert.True(await Store.SettleAsync("a", Of(kind, 3), None));

        Assert.Equal(kind.Meter == Meter.Requests ? 1 : kind.Meter == Meter.Concurrent ? 0 : 3, (await UseAsync(subject)).Of(kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_ThatIsUsedUp_LetsThroughWhatNeedsNothingOfIt(string key)
    {
        var (kind, subject) = Limited(key, 1);
        await ReserveAsync(Store, "a", Of(kind, 1), subject);
        Assert.Equal(!kind.CountsRequests, (await ReserveAsync(Store, "b", default, subject)).IsGranted);
        Assert.True(
            (await ReserveAsync(
                Store, "c", default, subject with { Limits = subject.Limits.WithoutRequests, CountsRequests = false })).IsGranted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryKind_OfAnOrphan_IsSettledAtWhatItHadUsed(string key)
    {
        var (kind, subject) = Limited(key, 10);
        await Store.ReserveAsync(new QuotaClaim("dead", [subject], Of(kind, 9), Of(kind, 2)), None);
        Assert.Empty(await Store.RenewAsync([new QuotaRenewal("dead", Of(kind, 4))], None));
        Advance(TimeSpan.FromSeconds(31));

        Assert.Equal([("dead", Of(kind, 4))], (await Store.SweepAsync(None)).Select(o => (o.Id, o.Used)));

        Assert.Equal(kind.Meter == Meter.Requests ? 1 : kind.Meter == Meter.Concurrent ? 0 : 4, (await UseAsync(subject)).Of(kind));
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task EveryBudget_IsRaisedToTheLedgersSum_AndCorrectedByIt(string key)
    {
        var (kind, subject) = Limited(key, 100);
        await ReserveAsync(Store, "a", Of(kind, 10), subject);
        var periods = subject.Calendar.At(Start.ToUnixTimeSeconds());
        Assert.True(
            await Store.OpenAsync(new QuotaCorrection(subject, periods.Day, Amount(kind, 30), periods.Month, Amount(kind, 30)), None));
        Assert.True(
            await Store.CorrectAsync(new QuotaCorrection(subject, periods.Day, Amount(kind, -5), periods.Month, Amount(kind, -5)), None));
        Assert.Equal(25, (await UseAsync(subject)).Of(kind));
    }

    private static (LimitKind Kind, QuotaSubject Subject) Limited(string key, long max, string zone = "UTC")
    {
        var kind = LimitKind.Named(key);
        return (kind, Subject(new QuotaLimits(k => k == kind ? max : null), zone: zone));
    }

    // Of requests there is one, whatever is estimated.
    private static QuotaAmount Of(LimitKind kind, long amount) => kind.CountsRequests ? default : Amount(kind, amount);

    private static QuotaAmount Amount(LimitKind kind, long amount) => default(QuotaAmount).With(kind.Meter, amount);

    // It is 18:00 in Shanghai.
    private static TimeSpan Opens(LimitWindow window) => window switch
    {
        LimitWindow.Minute => TimeSpan.FromSeconds(61),
        LimitWindow.AtOnce => TimeSpan.Zero,
        LimitWindow.Day => TimeSpan.FromHours(6),
        LimitWindow.Month => new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(8)) - Start,
    };
}
