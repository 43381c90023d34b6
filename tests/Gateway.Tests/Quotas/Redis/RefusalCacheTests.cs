using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Quotas.Redis;

public sealed class RefusalCacheTests
{
    private static readonly QuotaSubject Owner = new(
        "owner:lin", QuotaLimits.Of(requestsPerMinute: 10, tokensPerMinute: 100, moneyPerDay: 70), QuotaCalendar.Utc);
    private static readonly QuotaSubject Team = new("team:ml", QuotaLimits.Of(requestsPerMinute: 90), QuotaCalendar.Utc);

    private readonly FakeTimeProvider _time = new();
    private readonly RefusalCache _cache;

    public RefusalCacheTests() => _cache = new RefusalCache(_time);

    [Fact]
    public void RefusalOfRequests_HoldsForAnyClaimOfTheSubjectForASecondAtMost()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.RequestsPerMinute, 10, TimeSpan.FromSeconds(8)));
        _time.Advance(TimeSpan.FromMilliseconds(900));

        Assert.Equal(TimeSpan.FromSeconds(7.1), _cache.Find(Claim(1))?.RetryAfter);
        Assert.Null(_cache.Find(new QuotaClaim("x", [Team], default, default)));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Null(_cache.Find(Claim(1)));
    }

    [Fact]
    public void RefusalOfRequests_EndsWhenItsTimeIsOver()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.RequestsPerMinute, 10, TimeSpan.FromMilliseconds(20)));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Null(_cache.Find(Claim(50)));
    }

    [Fact]
    public void RefusalOfTokens_HoldsForNoSmallerClaim()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.TokensPerMinute, 100, TimeSpan.FromSeconds(8)));

        Assert.Null(_cache.Find(Claim(49)));
        Assert.NotNull(_cache.Find(Claim(50)));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Null(_cache.Find(Claim(50)));
    }

    [Fact]
    public void RefusalOfMoney_HoldsForNoClaimThatCostsLess()
    {
        _cache.Add(Claim(50, 7), Refusal(LimitKind.MoneyPerDay, 70, TimeSpan.FromHours(8)));

        Assert.Null(_cache.Find(Claim(500, 0)));
        Assert.NotNull(_cache.Find(Claim(1, 7)));
    }

    [Fact]
    public void Refusal_UnderALimitThatWasRaised_IsForgotten()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.RequestsPerMinute, 10, TimeSpan.FromSeconds(8)));
        var raised = Owner with { Limits = QuotaLimits.Of(requestsPerMinute: 11, tokensPerMinute: 100, moneyPerDay: 70) };
        Assert.Null(_cache.Find(new QuotaClaim("x", [raised], default, default)));
    }

    [Fact]
    public void Settlement_OfThisReplica_FreesTokensAndNotRequests()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.TokensPerMinute, 100, TimeSpan.FromSeconds(8)));
        _cache.Forget([Owner]);
        Assert.Null(_cache.Find(Claim(50)));

        _cache.Add(Claim(50), Refusal(LimitKind.RequestsPerMinute, 10, TimeSpan.FromSeconds(8)));
        _cache.Forget([Owner]);
        Assert.NotNull(_cache.Find(Claim(50)));
    }

    [Fact]
    public void RefusalForWantOfAPlace_IsNeverRemembered()
    {
        _cache.Add(Claim(50), Refusal(LimitKind.Concurrent, 5, TimeSpan.FromSeconds(1)));
        Assert.Null(_cache.Find(Claim(50)));
    }

    private static QuotaClaim Claim(long tokens, long nano = 0) => new("x", [Team, Owner], new QuotaAmount(tokens, nano), default);

    private static QuotaDecision Refusal(LimitKind kind, long limit, TimeSpan retryAfter) =>
        new() { Outcome = QuotaOutcome.Refused, Subject = Owner, Kind = kind, Limit = limit, Used = limit, RetryAfter = retryAfter };
}
