using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

public sealed class LocalSharesTests
{
    private const long Unit = 1_000_000_000;
    private static readonly QuotaAmount Costs = new(1, 1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly LocalShares _shares;

    public LocalSharesTests() => _shares = new LocalShares(_time);

    [Fact]
    public void RatesAndPlaces_AreSharedEquallyAndRoundedUp()
    {
        var share = Share(new QuotaLimits(RequestsPerMinute: 10, TokensPerMinute: 100, Concurrent: 2), replicas: 3);
        Assert.Equal(new QuotaLimits(RequestsPerMinute: 4, TokensPerMinute: 34, Concurrent: 1), share);
    }

    [Fact]
    public void Budget_OfWhichSomeWasUsed_SharesWhatWasLeftOfIt()
    {
        // 700 of 1,000 are used, 200 of them here: of the 300 that are left, 100 are this replica's.
        Learn(new QuotaLimits(TokensPerDay: 1000), used: new(700, 0), own: new(200, 0));
        Assert.Equal(300, Share(new QuotaLimits(TokensPerDay: 1000), replicas: 3).TokensPerDay);
    }

    [Fact]
    public void Budget_ThatIsOverspent_HasNothingLeft()
    {
        Learn(new QuotaLimits(TokensPerMonth: 1000), used: new(1200, 0), own: new(200, 0));
        Assert.Equal(200, Share(new QuotaLimits(TokensPerMonth: 1000), replicas: 3).TokensPerMonth);
    }

    [Fact]
    public void Budget_OnTheNextDay_IsWhole()
    {
        Learn(new QuotaLimits(TokensPerDay: 1000), used: new(700, 0), own: new(200, 0));
        _time.Advance(TimeSpan.FromHours(14));
        Assert.Equal(500, Share(new QuotaLimits(TokensPerDay: 1000), replicas: 2).TokensPerDay);
    }

    [Theory]
    [InlineData(1000 * Unit, 10 * Unit)]
    [InlineData(20 * Unit, Unit)]
    public void Money_AmongSeveral_IsCappedAtOnePercentOrOneUnit(long limit, long share)
    {
        Learn(new QuotaLimits(MoneyPerMonth: limit), used: default, own: default);
        Assert.Equal(share, Share(new QuotaLimits(MoneyPerMonth: limit), replicas: 2).MoneyPerMonth);
        Assert.Equal(limit, Share(new QuotaLimits(MoneyPerMonth: limit), replicas: 1).MoneyPerMonth);
    }

    [Fact]
    public void Money_AfterAMinuteWithoutRedis_IsClosedForWhatCosts()
    {
        var subject = Subject(new QuotaLimits(MoneyPerDay: 100));
        var sync = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(Closed(subject, Costs, sync));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((QuotaOutcome.Closed, LimitKind.MoneyPerDay), (Closed(subject, Costs, sync)?.Outcome, Closed(subject, Costs, sync)?.Kind));
        Assert.Null(Closed(subject, new QuotaAmount(500, 0), sync));
    }

    [Fact]
    public void ClassOfLimitsThatCloses_AdmitsNothing()
    {
        Assert.Equal(LimitKind.RequestsPerMinute, ClosedBy(new(LossMode.Closed, LossMode.Open, LossMode.Open)));
        Assert.Equal(LimitKind.TokensPerDay, ClosedBy(new(LossMode.Open, LossMode.Closed, LossMode.Open)));
        Assert.Equal(LimitKind.MoneyPerMonth, ClosedBy(new(LossMode.Open, LossMode.Open, LossMode.Closed)));

        LimitKind? ClosedBy(QuotaLoss loss) =>
            Closed(Subject(new QuotaLimits(RequestsPerMinute: 5, TokensPerDay: 5, MoneyPerMonth: 5)) with { Loss = loss }, Costs, _time.GetUtcNow())?.Kind;
    }

    [Fact]
    public void ClassOfLimitsThatOpens_LimitsNothing()
    {
        var subject = Subject(new QuotaLimits(1, 1, 1, 1, 1, 1, 1)) with { Loss = new(LossMode.Open, LossMode.Open, LossMode.Open) };
        var shares = _shares.Of([subject], Costs, 2, default, out var closed);
        Assert.Null(closed);
        Assert.True(shares[0].Limits.IsEmpty);
    }

    private static QuotaSubject Subject(QuotaLimits limits) => new("owner:lin", limits, QuotaCalendar.Utc);

    private QuotaLimits Share(QuotaLimits limits, int replicas) =>
        _shares.Of([Subject(limits)], Costs, replicas, _time.GetUtcNow(), out _)[0].Limits;

    private QuotaDecision? Closed(QuotaSubject subject, QuotaAmount estimate, DateTimeOffset lastSync)
    {
        _shares.Of([subject], estimate, 2, lastSync, out var closed);
        return closed;
    }

    private void Learn(QuotaLimits limits, QuotaAmount used, QuotaAmount own)
    {
        var shared = new SharedDecision(new QuotaDecision { Outcome = QuotaOutcome.Granted }, _time.GetUtcNow().ToUnixTimeSeconds(), [(used, used)]);
        _shares.Learn(new QuotaClaim("x", [Subject(limits)], Costs, default), shared, [(own, own)]);
    }
}
