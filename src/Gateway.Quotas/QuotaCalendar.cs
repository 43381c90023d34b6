using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>
/// Finds the starts of days and months in a time zone. A period is identified by its start, so there is nothing to reset.
/// </summary>
internal sealed class QuotaCalendar(TimeZoneInfo zone)
{
    private QuotaPeriods? _periods;

    public static QuotaCalendar Utc { get; } = new(TimeZoneInfo.Utc);

    public TimeZoneInfo Zone => zone;

    /// <summary>The periods around a moment. Computed once a day.</summary>
    public QuotaPeriods At(long unixSeconds)
    {
        var periods = Volatile.Read(ref _periods);
        if (periods is null || unixSeconds < periods.Day || unixSeconds >= periods.NextDay)
        {
            periods = Compute(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));
            Volatile.Write(ref _periods, periods);
        }

        return periods;
    }

    private QuotaPeriods Compute(DateTimeOffset moment)
    {
        var today = TimeZoneInfo.ConvertTime(moment, zone).Date;
        var month = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return new QuotaPeriods(
            [StartOf(today.AddDays(-1)), StartOf(today), StartOf(today.AddDays(1)), StartOf(today.AddDays(2))],
            [StartOf(month.AddMonths(-1)), StartOf(month), StartOf(month.AddMonths(1)), StartOf(month.AddMonths(2))]);
    }

    private long StartOf(DateTime midnight) => LocalDay.StartOf(zone, midnight);
}
