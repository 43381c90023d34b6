using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

public sealed class LeasesTests
{
    private static readonly QuotaAmount Costs = new(10, 5);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly Leases _leases;

    public LeasesTests() => _leases = new Leases(_time);

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(20, 1)]
    [InlineData(19, 0)]
    public void AHundredthOfALimit_OrOneRequestOfTwenty_IsHeld(long limit, long held) =>
        Assert.Equal(
            QuotaAmount.Of(held, 0, 0, held),
            LeaseParts.WantedOf(Subject(QuotaLimits.Of(requestsPerMinute: limit, concurrent: limit)), Costs));

    [Fact]
    public void OfTokensAndMoney_WhatARequestNeeds_IsHeldWhereItIsSmall()
    {
        Assert.Equal(
            QuotaAmount.Of(0, 10, 5, 0),
            LeaseParts.WantedOf(Subject(QuotaLimits.Of(tokensPerDay: 200, tokensPerMinute: 999, moneyPerMonth: 100)), Costs));
        Assert.Equal(QuotaAmount.Of(0, 1, 0, 0), LeaseParts.WantedOf(Subject(QuotaLimits.Of(tokensPerDay: 199, moneyPerMonth: 99)), Costs));
    }

    [Fact]
    public void WithoutALease_NothingThatIsLimitedIsAdmitted()
    {
        Assert.Null(_leases.Take([Subject(QuotaLimits.Of(requestsPerMinute: 1000))], Costs, isNew: true, isAway: true));
        Assert.NotNull(_leases.Take([Subject(QuotaLimits.None)], Costs, isNew: true, isAway: true));
    }

    [Fact]
    public void Lease_AdmitsItsAmount_AndTakesBackWhatWasNotUsed()
    {
        var subject = Subject(QuotaLimits.Of(tokensPerDay: 1000, concurrent: 100));
        Grant(subject);
        var taken = _leases.Take([subject], Costs, isNew: true, isAway: true);
        Assert.NotNull(taken);
        Assert.Null(_leases.Take([subject], Costs, isNew: true, isAway: true));

        _leases.GiveBack([subject], taken, new QuotaAmount(3, 0));

        Assert.Null(_leases.Take([subject], Costs, isNew: true, isAway: true));
        Assert.NotNull(_leases.Take([subject], new QuotaAmount(7, 0), isNew: true, isAway: true));
    }

    [Fact]
    public void Lease_ThatWasNotRenewed_IsGoodForNothing()
    {
        var subject = Subject(QuotaLimits.Of(requestsPerMinute: 1000, concurrent: 1000));
        var requests = Subject(QuotaLimits.Of(requestsPerMinute: 1000));
        Grant(subject);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Null(_leases.Take([subject], Costs, isNew: true, isAway: true));
        Assert.NotNull(_leases.Take([requests], Costs, isNew: true, isAway: true));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_leases.Take([requests], Costs, isNew: true, isAway: true));
    }

    [Fact]
    public void ClassOfLimitsThatCloses_AdmitsNothing_AndOneThatOpensNeedsNoLease()
    {
        var limits = QuotaLimits.Of(1000, 1000, 1000, 1000, 1000, 1000, 1000);
        Grant(Subject(limits));
        Assert.Null(Take(new(LossMode.Closed, LossMode.Open, LossMode.Open)));
        Assert.Null(Take(new(LossMode.Open, LossMode.Closed, LossMode.Open)));
        Assert.Null(Take(new(LossMode.Open, LossMode.Open, LossMode.Closed)));
        Assert.NotNull(Take(new(LossMode.Local, LossMode.Local, LossMode.Local)));
        Assert.Equal([default], Take(new(LossMode.Open, LossMode.Open, LossMode.Open))!);

        QuotaAmount[]? Take(QuotaLoss loss) => _leases.Take([Subject(limits) with { Loss = loss }], Costs, isNew: true, isAway: true);
    }

    private static QuotaSubject Subject(QuotaLimits limits) => new("owner:lin", limits, QuotaCalendar.Utc);

    private void Grant(QuotaSubject subject)
    {
        _leases.Used([subject], Costs);
        var sent = _time.GetTimestamp();
        foreach (var asked in _leases.Due())
        {
            _leases.Granted(in asked, asked.Wanted, sent);
        }
    }
}
