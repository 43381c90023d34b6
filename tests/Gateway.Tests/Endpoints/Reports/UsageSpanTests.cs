using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Endpoints.Reports;

/// <summary>The time span of a query: days of 23, 24 and 25 hours, months, moments, and the default.</summary>
public sealed class UsageSpanTests
{
    [Theory]
    // Nothing: 30 days with today, up to what is counted now.
    [InlineData("", "Asia/Shanghai", "2026-10-26 00:00:00+08:00 2026-11-24 19:00:00+08:00")]
    [InlineData("last=1d", "Asia/Shanghai", "2026-11-24 00:00:00+08:00 2026-11-24 19:00:00+08:00")]
    [InlineData("last=24h", "UTC", "2026-11-23 11:00:00+00:00 2026-11-24 11:00:00+00:00")]
    [InlineData("last=2mo", "America/New_York", "2026-10-01 00:00:00-04:00 2026-11-24 06:00:00-05:00")]
    // A day and a month are meant whole.
    [InlineData("from=2026-11-01&to=2026-11-01", "Asia/Shanghai", "2026-11-01 00:00:00+08:00 2026-11-02 00:00:00+08:00")]
    [InlineData("from=2026-02&to=2026-02", "UTC", "2026-02-01 00:00:00+00:00 2026-03-01 00:00:00+00:00")]
    [InlineData("from=2028-02-29&to=2028-02-29", "UTC", "2028-02-29 00:00:00+00:00 2028-03-01 00:00:00+00:00")]
    [InlineData("from=2026-12-31&to=2026-12-31", "Asia/Shanghai", "2026-12-31 00:00:00+08:00 2027-01-01 00:00:00+08:00")]
    [InlineData("to=2026-10-31", "UTC", "2026-10-02 00:00:00+00:00 2026-11-01 00:00:00+00:00")]
    // Days of 23 and 25 hours, in the zones whose clocks change.
    [InlineData("from=2026-03-29&to=2026-03-29", "Europe/Berlin", "2026-03-29 00:00:00+01:00 2026-03-30 00:00:00+02:00")]
    [InlineData("from=2026-10-25&to=2026-10-25", "Europe/Berlin", "2026-10-25 00:00:00+02:00 2026-10-26 00:00:00+01:00")]
    [InlineData("from=2026-11-01&to=2026-11-01&tz=America/New_York", "UTC", "2026-11-01 00:00:00-04:00 2026-11-02 00:00:00-05:00")]
    // The clocks go forward at midnight: the day begins at one.
    [InlineData("from=2026-09-06&to=2026-09-06", "America/Santiago", "2026-09-06 01:00:00-03:00 2026-09-07 00:00:00-03:00")]
    // Moments are taken as they are, an unescaped plus too.
    [InlineData("from=2026-11-01T08:00:00%2B08:00&to=2026-11-01T03:00Z", "UTC", "2026-11-01 00:00:00+00:00 2026-11-01 03:00:00+00:00")]
    [InlineData("from=2026-11-01T08:00:00+08:00", "UTC", "2026-11-01 00:00:00+00:00 2026-11-24 11:00:00+00:00")]
    public void Time_IsMeant_ByTheCalendarOfTheZone(string query, string zone, string span) =>
        Assert.Equal(span, UsageQuestions.Span(query, zone));

    [Theory]
    [InlineData("2026-11-23T23:59:00+08:00", "2026-11-23 00:00:00+08:00 2026-11-24 00:00:00+08:00")]
    [InlineData("2026-11-24T00:00:00+08:00", "2026-11-24 00:00:00+08:00 2026-11-24 01:00:00+08:00")]
    [InlineData("2026-11-24T00:00:01+08:00", "2026-11-24 00:00:00+08:00 2026-11-24 01:00:00+08:00")]
    public void Today_Begins_AtMidnightOfTheZone(string now, string span) =>
        Assert.Equal(span, UsageQuestions.Span("last=1d", "Asia/Shanghai", now: now));

    [Theory]
    [InlineData("from=2026-11-31", "from")]
    [InlineData("from=1999-12-31", "from")]
    [InlineData("from=yesterday", "from")]
    // Without an offset nobody knows when it is.
    [InlineData("from=2026-11-01T08:00:00", "from")]
    [InlineData("to=2026-13", "to")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("from=2027-01-01", "from")]
    [InlineData("last=30", "last")]
    [InlineData("last=0d", "last")]
    [InlineData("last=99999999999d", "last")]
    [InlineData("last=30d&from=2026-11-01", "last")]
    public void Time_ThatIsNone_IsRefusedByItsName(string query, string name)
    {
        var error = UsageQuestions.Read(query).Error;
        Assert.Equal((400, name), (error?.Status, error?.Param));
    }

    [Theory]
    [InlineData("from=2026-11-01T08:30:00Z", LedgerStep.Hour, "2026-11-01T08:00:00")]
    [InlineData("from=2026-11-01T08:40:00Z", LedgerStep.HalfHour, "2026-11-01T08:30:00")]
    internal void Moment_WithinAStep_IsRefusedWithTheNearest(string query, LedgerStep step, string nearest)
    {
        var message = UsageQuestions.Read(query, step: step).Error!.Message;
        Assert.Contains("ledger.step", message, StringComparison.Ordinal);
        Assert.Contains(nearest, message, StringComparison.Ordinal);
        // Single requests are not cut, whenever they were.
        Assert.Null(UsageQuestions.Read(query, step: step, surface: UsageQuestions.Records).Error);
    }

    [Theory]
    [InlineData("Asia/Kolkata", "ledger.step to 30m")]
    [InlineData("Asia/Kathmandu", "ledger.step to 15m")]
    public void Zone_WhoseDaysAreOffTheStep_IsRefusedWithTheStepThatItNeeds(string zone, string way)
    {
        foreach (var query in new[] { $"tz={zone}", $"tz={zone}&interval=hour", $"tz={zone}&interval=month&from=2026-01&to=2026-03" })
        {
            var error = UsageQuestions.Read(query).Error!;
            Assert.Equal("tz", error.Param);
            Assert.Contains(way, error.Message, StringComparison.Ordinal);
        }

        // What has no days in it is right in any zone.
        Assert.Null(UsageQuestions.Read($"tz={zone}&interval=total&from=2026-11-01T00:00Z").Error);
        Assert.Null(UsageQuestions.Read($"tz={zone}", step: LedgerStep.QuarterHour).Error);
    }
}
