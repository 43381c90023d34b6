using Gateway.Configuration;

namespace Gateway.Ledger.Queries;

/// <summary>Cuts time into hours, days and months by the calendar of a zone.</summary>
internal static class UsagePeriods
{
    // Every zone has been a multiple of this away from UTC for as long as UTC has existed.
    private const int Quarter = 15 * 60;

    public static IReadOnlyList<UsagePeriod> Of(UsageFilter filter, UsageInterval interval, TimeZoneInfo zone)
    {
        var (from, to) = (Seconds(filter.From), Seconds(filter.To));
        if (from >= to)
        {
            return [];
        }

        return interval == UsageInterval.Total
            ? [new UsagePeriod(from, to, TimeZoneInfo.ConvertTime(filter.From, zone))]
            : Between(Starts(from, to, interval, zone), from, to, zone);
    }

    // A moment between two whole seconds is rounded up.
    private static long Seconds(DateTimeOffset moment) => (long)Math.Ceiling(moment.ToUnixTimeMilliseconds() / 1000d);

    private static List<UsagePeriod> Between(IEnumerable<long> starts, long from, long to, TimeZoneInfo zone)
    {
        var periods = new List<UsagePeriod>();
        long? last = null;
        foreach (var start in starts.Append(long.MaxValue))
        {
            // A day that a zone skipped, as Samoa did, has no length.
            if (last is { } begun && Math.Max(begun, from) is var first && Math.Min(start, to) is var end && first < end)
            {
                periods.Add(new UsagePeriod(first, end, TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(begun), zone)));
            }

            last = start;
        }

        return periods;
    }

    private static IEnumerable<long> Starts(long from, long to, UsageInterval interval, TimeZoneInfo zone)
    {
        if (interval == UsageInterval.Hour)
        {
            var quarter = from - (from % Quarter + Quarter) % Quarter;
            while (!BeginsHour(quarter, zone))
            {
                quarter -= Quarter;
            }

            for (; quarter < to; quarter += Quarter)
            {
                if (BeginsHour(quarter, zone))
                {
                    yield return quarter;
                }
            }

            yield break;
        }

        var day = Local(from, zone).Date;
        var isMonth = interval == UsageInterval.Month;
        for (day = isMonth ? day.AddDays(1 - day.Day) : day; LocalDay.StartOf(zone, day) is var start
            && start < to; day = isMonth ? day.AddMonths(1) : day.AddDays(1))
        {
            yield return start;
        }
    }

    // An hour that occurs twice, because the clocks go back, counts as two.
    private static bool BeginsHour(long moment, TimeZoneInfo zone)
    {
        var (now, before) = (Local(moment, zone), Local(moment - Quarter, zone));
        return now.Hour != before.Hour || now.Date != before.Date || now <= before;
    }

    private static DateTime Local(long seconds, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone).DateTime;
}
