using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Endpoints.Reports;
using Gateway.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Tests.Endpoints.Reports;

/// <summary>Asks as an admin, at 2026-11-24 10:20 UTC if it is not said otherwise.</summary>
internal static class UsageQuestions
{
    public static readonly UsageSurface Sums = new(ReportWords.Dimensions, IsSums: true);

    public static readonly UsageSurface Records = new(ReportWords.Dimensions, IsSums: false);

    public static (ApiError? Error, UsageAsk Ask) Read(
        string query, string zone = "UTC", LedgerStep step = LedgerStep.Hour, string now = "2026-11-24T10:20:00Z",
        UsageSurface? surface = null)
    {
        var settings = new UsageSettings(
            TimeZoneInfo.FindSystemTimeZoneById(zone), step, "CNY",
            DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var error = new UsageQuestion(new QueryCollection(QueryHelpers.ParseQuery(query)), surface ?? Sums).TryRead(
            settings, UsageScope.Of(Manager.CommandLine), out var ask);
        return (error, ask);
    }

    /// <summary>From when to when a question asks.</summary>
    public static string Span(
        string query, string zone = "UTC", LedgerStep step = LedgerStep.Hour, string now = "2026-11-24T10:20:00Z",
        UsageSurface? surface = null)
    {
        var (error, ask) = Read(query, zone, step, now, surface);
        Assert.True(error is null, error?.Message);
        return $"{ask.Filter.From:yyyy-MM-dd HH:mm:sszzz} {ask.Filter.To:yyyy-MM-dd HH:mm:sszzz}";
    }
}
