using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Endpoints.Reports;

/// <summary>Reads days, months and times as written in an address.</summary>
/// <param name="zone">The time zone of days and months.</param>
internal sealed class UsageMoments(TimeZoneInfo zone)
{
    // Before this nobody has used anything, and outside the range calendars are unreliable.
    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];
    private static readonly string[] InUtc = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <param name="text">The written text.</param>
    /// <param name="isEnd">True for the end of what it names: for a day, the beginning of the next.</param>
    /// <returns>The time; null when the text is not one.</returns>
    public DateTimeOffset? Read(string text, bool isEnd)
    {
        // An unescaped plus in an address is a space.
        text = text.Replace(' ', '+').ToUpperInvariant();
        var moment = DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && IsNear(day) ? StartOf(isEnd ? day.AddDays(1) : day)
            : DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && IsNear(month)
                ? StartOf(isEnd ? month.AddMonths(1) : month)
            : DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact)
                || DateTimeOffset.TryParseExact(text, InUtc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out exact)
                    ? Here(exact)
            : (DateTimeOffset?)null;
        return moment is { } read && IsNear(read.UtcDateTime) ? moment : null;
    }

    /// <summary>The beginning of the last hours, days or months, including the current one; null when the text is something else.</summary>
    public DateTimeOffset? ReadLast(string text, DateTimeOffset now)
    {
        var unit = text.TrimStart("0123456789".ToCharArray());
        if (!int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > 10_000)
        {
            return null;
        }

        var here = Here(now);
        return unit switch
        {
            "h" => Here(here.AddMinutes(-here.Minute).AddTicks(-(here.Ticks % TimeSpan.TicksPerMinute)).AddHours(1 - count)),
            "d" => StartOf(here.Date.AddDays(1 - count)),
            "mo" when count <= 1200 =>
                StartOf(new DateTime(here.Year, here.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1 - count)),
            _ => null,
        };
    }

    /// <summary>The start of a number of days, the last of which is the day in which a time ends.</summary>
    public DateTimeOffset DaysBefore(DateTimeOffset end, int days) => StartOf(Here(end.AddTicks(-1)).Date.AddDays(1 - days));

    public DateTimeOffset Here(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);

    private static bool IsNear(DateTime moment) => moment.Year is >= FirstYear and <= LastYear;

    private DateTimeOffset StartOf(DateTime day) => Here(DateTimeOffset.FromUnixTimeSeconds(LocalDay.StartOf(zone, day)));
}
