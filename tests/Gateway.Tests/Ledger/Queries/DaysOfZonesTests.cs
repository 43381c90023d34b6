using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Quotas;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Ledger.Queries;

/// <summary>Reports use the calendar of the requested time zone: midnight, clock changes in both directions, ends of months.</summary>
[Collection("PostgreSQL")]
public sealed class DaysOfZonesTests(PostgresServer server)
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-11-30T00:00:00+08:00", "2026-12-02T00:00:00+08:00", "24 24")]
    [InlineData("America/New_York", "2026-03-07T00:00:00-05:00", "2026-03-10T00:00:00-04:00", "24 23 24")]
    [InlineData("America/New_York", "2026-10-31T00:00:00-04:00", "2026-11-03T00:00:00-05:00", "24 25 24")]
    [InlineData("Europe/Berlin", "2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "24 23")]
    [InlineData("Asia/Kolkata", "2026-02-28T00:00:00+05:30", "2026-03-02T00:00:00+05:30", "24 24")]
    [InlineData("America/Havana", "2026-03-07T00:00:00-05:00", "2026-03-10T00:00:00-04:00", "24 23 24")]
    public void Days_AreAsLongAsTheClocksOfTheZoneMakeThem(string zone, string from, string to, string hours)
    {
        var periods = Of(zone, from, to, UsageInterval.Day);
        Assert.Equal(hours, string.Join(' ', periods.Select(p => (p.To - p.From) / 3600)));
        Assert.All(periods.Zip(periods.Skip(1)), p => Assert.Equal(p.First.To, p.Second.From));
        Assert.Equal(DateTimeOffset.Parse(from, null), periods[0].Start);
    }

    [Fact]
    public void Day_WhoseMidnightDoesNotExist_BeginsAfterTheGap() =>
        Assert.Equal(
            "2026-03-08T01:00:00-04:00",
            Of("America/Havana", "2026-03-08T12:00:00-04:00", "2026-03-08T13:00:00-04:00", UsageInterval.Day).Single().Start.ToString(
                "yyyy-MM-ddTHH:mm:sszzz"));

    [Fact]
    public void Hours_ThatComeTwiceOrNotAtAll_AreCountedSo()
    {
        Assert.Equal(25, Of("Europe/Berlin", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", UsageInterval.Hour).Count);
        Assert.Equal(23, Of("Europe/Berlin", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", UsageInterval.Hour).Count);
        Assert.Equal(
            "00:30",
            Of("Asia/Kolkata", "2026-05-01T06:15:00+05:30", "2026-05-01T06:20:00+05:30", UsageInterval.Hour)
                .Single().Start.ToUniversalTime().ToString("HH:mm"));
    }

    [Fact]
    public void Months_EndWhereTheZoneEndsThem()
    {
        var months = Of("Asia/Shanghai", "2026-01-15T00:00:00+08:00", "2026-04-01T00:00:00+08:00", UsageInterval.Month);
        Assert.Equal([17 * 24, 28 * 24, 31 * 24], months.Select(m => (m.To - m.From) / 3600));
        Assert.Equal([1, 2, 3], months.Select(m => m.Start.Month));
        Assert.All(months, m => Assert.Equal(1, m.Start.Day));
    }

    [Fact]
    public void Days_AreThoseOfTheQuotas()
    {
        foreach (var zone in (string[])[
            "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe"
        ])
        {
            var calendar = new QuotaCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
            foreach (var day in Of(zone, "2026-01-01T00:00:00Z", "2027-01-02T00:00:00Z", UsageInterval.Day).Skip(1).SkipLast(1))
            {
                Assert.Equal((day.From, day.To), (calendar.At(day.From).Day, calendar.At(day.To - 1).NextDay));
            }
        }
    }

    [Fact]
    public void Step_SaysWhichZonesItFits()
    {
        var (from, to) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(LedgerStep.Hour, UsageStep.Needed(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), from, to));
        Assert.Equal(LedgerStep.HalfHour, UsageStep.Needed(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), from, to));
        Assert.Equal(LedgerStep.QuarterHour, UsageStep.Needed(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"), from, to));
        Assert.False(UsageStep.Fits(LedgerStep.Hour, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), from, to));
        Assert.True(UsageStep.Fits(LedgerStep.Hour, from));
        Assert.False(UsageStep.Fits(LedgerStep.Hour, from.AddMilliseconds(1)));
    }

    [Theory]
    [InlineData("sqlite", "Asia/Shanghai", 60, "2026-11-30T00:00:00+08:00")]
    [InlineData("postgresql", "Asia/Shanghai", 60, "2026-11-30T00:00:00+08:00")]
    [InlineData("sqlite", "America/New_York", 60, "2026-03-08T00:00:00-05:00")]
    [InlineData("sqlite", "America/New_York", 60, "2026-11-01T00:00:00-04:00")]
    [InlineData("sqlite", "Asia/Kolkata", 30, "2026-02-28T00:00:00+05:30")]
    [InlineData("sqlite", "America/Havana", 60, "2026-03-08T01:00:00-04:00")]
    [InlineData("sqlite", "Asia/Kathmandu", 15, "2026-12-31T00:00:00+05:45")]
    public async Task Records_OnBothSidesOfMidnight_FallIntoTheirDays(string provider, string zoneId, int minutes, string midnight)
    {
        using var rig = await LedgerRig.CreateAsync(
            provider, server,
            new LedgerConfig { Step = minutes switch { 15 => LedgerStep.QuarterHour, 30 => LedgerStep.HalfHour, _ => LedgerStep.Hour } });
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var start = DateTimeOffset.Parse(midnight, null);
        var moments = Enumerable.Range(-60, 120).Select(i => start.AddMinutes(37 * i)).Concat(
            [start.AddMilliseconds(-1), start, start.AddMilliseconds(1)]).ToList();
        await rig.Store.WriteAsync([.. moments.Select(m => LedgerRig.Record(m))], default);

        var filter = new UsageFilter(start.AddDays(-4), start.AddDays(4));
        var days = await rig.Queries.ReportAsync(new UsageQuery(filter, [], UsageInterval.Day, zone), default);
        var wanted = moments.GroupBy(m => TimeZoneInfo.ConvertTime(m, zone).Date).OrderBy(g => g.Key).Select(g => (g.Key, (long)g.Count()));
        Assert.Equal(wanted, days.Rows.Select(r => (r.Start.Date, r.Sums.Requests)));
        Assert.Equal(moments.Count, days.Totals.Requests);

        var months = await rig.Queries.ReportAsync(new UsageQuery(filter, [], UsageInterval.Month, zone), default);
        Assert.Equal(
            moments.GroupBy(m => TimeZoneInfo.ConvertTime(m, zone).Month).OrderBy(g => g.Key).Select(g => (g.Key, (long)g.Count())),
            months.Rows.Select(r => (r.Start.Month, r.Sums.Requests)).Order());
    }

    [Fact]
    public async Task Record_NearAMidnightInTheMiddleOfAStep_StandsInOneDayOnly()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        var midnight = DateTimeOffset.Parse("2026-05-02T00:00:00+05:30", null);
        await rig.Store.WriteAsync([LedgerRig.Record(midnight.AddMinutes(-5)), LedgerRig.Record(midnight.AddMinutes(5))], default);
        long all = 0;
        foreach (var day in (DateTimeOffset[])[midnight.AddDays(-1), midnight])
        {
            var report = await rig.Queries.ReportAsync(
                new UsageQuery(
                    new UsageFilter(day, day.AddDays(1)), [], UsageInterval.Day, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")),
                    default);
            all += report.Totals.Requests;
        }

        Assert.Equal(2, all);
    }

    private static IReadOnlyList<UsagePeriod> Of(string zone, string from, string to, UsageInterval interval) =>
        UsagePeriods.Of(
            new UsageFilter(DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(to, null)), interval,
            TimeZoneInfo.FindSystemTimeZoneById(zone));
}
