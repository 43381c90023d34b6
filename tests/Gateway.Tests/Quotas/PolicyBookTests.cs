using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Tests.Quotas;

/// <summary>The counters that apply to a request.</summary>
public sealed class PolicyBookTests
{
    private static readonly QuotaCaller Lin = Key("laptop", "Lin", "ml");

    [Fact]
    public void EveryRuleThatMatches_IsACounterNamedByWhatItCounts()
    {
        var book = Book(
            new(QuotaPer.Key, null, null, QuotaLimits.Of(requestsPerMinute: 1)),
            new(QuotaPer.Owner, null, "Coder", QuotaLimits.Of(requestsPerMinute: 2)),
            new(QuotaPer.Team, "ML", null, QuotaLimits.Of(requestsPerMinute: 3)),
            new(QuotaPer.Team, "other", null, QuotaLimits.Of(requestsPerMinute: 4)),
            new(QuotaPer.Everyone, null, null, QuotaLimits.Of(requestsPerMinute: 5)));

        Assert.Equal(["key:laptop", "owner:ml/lin@coder", "team:ml", "everyone"], book.SubjectsOf(Lin, "coder").Select(s => s.Id));
        Assert.Equal(["key:laptop", "team:ml", "everyone"], book.SubjectsOf(Lin, "Math").Select(s => s.Id));
        Assert.Equal(["key:other", "everyone"], book.SubjectsOf(Key("other", null, null), "Math").Select(s => s.Id));
        Assert.Equal(4, book.AllOf(Lin).Count);
    }

    [Fact]
    public void BackgroundRequest_UsesTheCounters_AndCountsAsARequestAtOneOfItsOwn()
    {
        var book = Book(
            new(QuotaPer.Owner, null, null, QuotaLimits.Of(requestsPerMinute: 5, tokensPerDay: 9, concurrent: 2)),
            new(QuotaPer.Team, null, null, QuotaLimits.Of(requestsPerMinute: 5, backgroundPerMinute: 7)),
            new(QuotaPer.Everyone, null, null, QuotaLimits.Of(moneyPerDay: 3)));
        Assert.Equal(
            [
                ("owner:ml/lin", false, QuotaLimits.Of(tokensPerDay: 9)),
                ("owner:ml/lin~background", true, QuotaLimits.Of(requestsPerMinute: 5, concurrent: 2)),
                ("team:ml", false, QuotaLimits.None),
                ("team:ml~background", true, QuotaLimits.Of(requestsPerMinute: 7)),
                ("everyone", false, QuotaLimits.Of(moneyPerDay: 3)),
            ],
            book.SubjectsOf(Lin, "Math", isBackground: true).Select(s => (s.Id, s.CountsRequests, s.Limits)));
        // A chat page sends several beside a chat.
        Assert.Equal(
            20, book.SubjectsOf(Lin with { IsFrontEnd = true }, "Math", isBackground: true)[1].Limits.Of(LimitKind.RequestsPerMinute));
        Assert.All(book.SubjectsOf(Lin, "Math"), s => Assert.True(s.CountsRequests));
        // A key is shown the one that is named.
        Assert.Equal(["owner:ml/lin", "team:ml", "everyone", "team:ml~background"], book.AllOf(Lin).Select(s => s.Id));
    }

    [Fact]
    public void RulesThatCountTheSame_ShareOneCounterWithTheSmallestLimits()
    {
        var subject = Assert.Single(Book(
            new(QuotaPer.Owner, null, null, QuotaLimits.Of(requestsPerMinute: 10, tokensPerDay: 5)),
            new(QuotaPer.Owner, "lin", null, QuotaLimits.Of(requestsPerMinute: 4, concurrent: 2))).SubjectsOf(Lin, "Math"));
        Assert.Equal(QuotaLimits.Of(requestsPerMinute: 4, concurrent: 2, tokensPerDay: 5), subject.Limits);
    }

    [Fact]
    public void Owner_IsOneOfATeam_AndNoNameReadsAsAnothersCounter()
    {
        var book = Book(
            new(QuotaPer.Owner, null, null, QuotaLimits.Of(tokensPerDay: 5)),
            new(QuotaPer.Owner, null, "b", QuotaLimits.Of(tokensPerDay: 5)));
        QuotaCaller[] callers =
        [
            Key("k", "bob", "A"), Key("k", "bob", "B"), Key("k", "bob", null), Key("bob", null, "C"), Key("k", "a/bob", null),
            Key("k", "bob", "a/a"),
            Key("k", "bob@b", "A"), Key("k", "bob~background", "A"), Key("k", "a%2Fbob", null), Key("k", "bob", "A%2FA"),
        ];
        var ids = callers.SelectMany(
            c => book.SubjectsOf(c, "b").Concat(book.SubjectsOf(c, "b", isBackground: true).Where(s => s.CountsRequests)).Select(s => s.Id))
                .ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(book.SubjectsOf(callers[0], "b").Select(s => s.Id), book.SubjectsOf(Key("other", "BOB", "a"), "B").Select(s => s.Id));
        Assert.All(
            callers,
            c =>
                Assert.Equal(
                    (c.Owner.ToLowerInvariant(), c.Team?.ToLowerInvariant()),
                    SubjectId.Read(book.SubjectsOf(c, "b")[1].Id, "owner")));
        Assert.Equal("owner 'bob' of team 'A'", book.SubjectsOf(callers[0], "b")[0].Words);
    }

    [Fact]
    public void TeamWithATimeZone_HasItsOwnMidnight()
    {
        var policy = new QuotaPolicy(QuotaPer.Owner, null, null, QuotaLimits.Of(tokensPerDay: 5));
        var book = new PolicyBook(new QuotasConfig(), [policy], new Dictionary<string, string> { ["ml"] = "Europe/Berlin" });

        Assert.Equal("Europe/Berlin", Assert.Single(book.SubjectsOf(Lin, "Math")).Calendar.Zone.Id);
        Assert.Equal("Asia/Shanghai", Assert.Single(book.SubjectsOf(Key("x", "lin", null), "Math")).Calendar.Zone.Id);
        Assert.NotEqual(book.SubjectsOf(Lin, "Math")[0].Id, book.SubjectsOf(Key("x", "lin", null), "Math")[0].Id);
    }

    [Theory]
    [InlineData("CNY", null, "Asia/Shanghai")]
    [InlineData("EUR", null, "UTC")]
    [InlineData("CNY", "America/New_York", "America/New_York")]
    public void TimeZone_IsTheOneNamed_OrThatOfTheCurrency(string currency, string? zone, string expected) =>
        Assert.Equal(expected, PolicyBook.ZoneOf(new QuotasConfig { Currency = currency, TimeZone = zone }).Id);

    [Theory]
    // Clocks in Havana go forward at midnight, and back at one: the day begins at the first moment that belongs to it.
    [InlineData("America/Havana", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]
    [InlineData("America/Havana", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-12-31T17:00:00Z", "2026-12-31T16:00:00Z", "2027-01-01T16:00:00Z")]
    public void Day_BeginsAtMidnightOfItsZone_WhateverTheClocksDo(string zone, string now, string begins, string ends)
    {
        var periods = new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)).At(At(now));
        Assert.Equal((At(begins), At(ends)), (periods.Day, periods.NextDay));
    }

    private static long At(string time) =>
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static PolicyBook Book(params QuotaPolicy[] policies) => new(new QuotasConfig(), policies, new Dictionary<string, string>());

    private static QuotaCaller Key(string name, string? owner, string? team) => new(name, owner ?? name, team, IsFrontEnd: false);
}
