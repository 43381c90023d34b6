using Gateway.Configuration;
using Gateway.Ledger.Queries;

namespace Gateway.Endpoints.Reports;

/// <summary>Splits a long question into shorter ones where days, months or years begin, so that the rows stay the same.</summary>
internal static class UsagePieces
{
    /// <summary>The least number of rows of a question if something was used all the time.</summary>
    public static long Count(UsageQuery query)
    {
        var span = query.Filter.To - query.Filter.From;
        return query.Interval switch
        {
            UsageInterval.Hour => (long)span.TotalHours,
            UsageInterval.Day => (long)span.TotalDays,
            UsageInterval.Month => (long)(span.TotalDays / 31),
            UsageInterval.Total => 1,
        };
    }

    public static IEnumerable<UsageQuery> Of(UsageQuery query)
    {
        var from = query.Filter.From;
        while (from < query.Filter.To)
        {
            var to = NextCut(query, from) is { } cut && cut < query.Filter.To ? cut : query.Filter.To;
            yield return query with { Filter = query.Filter with { From = from, To = to } };
            from = to;
        }
    }

    private static DateTimeOffset? NextCut(UsageQuery query, DateTimeOffset from)
    {
        var day = TimeZoneInfo.ConvertTime(from, query.Zone).Date;
        DateTime? next = query.Interval switch
        {
            UsageInterval.Hour => day.AddDays(1),
            UsageInterval.Day => day.AddDays(1 - day.Day).AddMonths(1),
            UsageInterval.Month => new DateTime(day.Year + 1, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
            UsageInterval.Total => null,
        };
        return next is { } cut
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(LocalDay.StartOf(query.Zone, cut)), query.Zone)
            : null;
    }
}
