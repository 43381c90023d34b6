using System.Globalization;

namespace Gateway.Routing.Models;

/// <summary>The hours of the week in which a price holds, by the clocks of its zone.</summary>
internal sealed class PriceHours
{
    private const int Day = 24 * 60;
    private const int Week = 7 * Day;

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    // A bit for each minute of the week: finding the price of a moment is one look, and overlaps are found minute by minute.
    private readonly ulong[] _minutes = new ulong[(Week + 63) / 64];

    private PriceHours(string text) => Text = text;

    /// <summary>The hours as written.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads hours such as <c>02:00-08:00</c> or <c>Mon-Fri 09:00-12:00 14:00-18:00</c>. The end is the first minute after them. Hours that
    /// run past midnight belong to the day on which they begin.
    /// </summary>
    /// <returns>The hours, or <see langword="null"/> when the text is none.</returns>
    public static PriceHours? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isDays = words.Length > 0 && char.IsAsciiLetter(words[0][0]);
        var days = isDays ? DaysOf(words[0]) : Enumerable.Range(0, 7);
        var ranges = words.Skip(isDays ? 1 : 0).ToList();
        if (days is null || ranges.Count == 0)
        {
            return null;
        }

        var hours = new PriceHours(text);
        foreach (var range in ranges)
        {
            if (range.Split('-') is not [var from, var to] || MinuteOf(from) is not { } start || MinuteOf(to) is not { } end || start == end
                || start == Day)
            {
                return null;
            }

            foreach (var day in days)
            {
                hours.Add(day * Day + start, end > start ? end - start : end + Day - start);
            }
        }

        return hours;
    }

    /// <summary>True when these hours include a moment.</summary>
    /// <param name="local">The moment by the clocks of the zone.</param>
    public bool Hold(DateTime local) => Has((int)local.DayOfWeek * Day + local.Hour * 60 + local.Minute);

    /// <summary>Finds the first minute of the week that two of the rows share or that none covers, and says so in words.</summary>
    /// <param name="all">The hours of rows that hold at the same time.</param>
    /// <param name="isWhole">Whether another row holds in all other hours, so that nothing is missing.</param>
    public static string? FaultOf(IReadOnlyList<PriceHours> all, bool isWhole)
    {
        for (var minute = 0; minute < Week; minute++)
        {
            var count = all.Count(h => h.Has(minute));
            if (count > 1)
            {
                return $"two rows of the id hold at {Words(minute)}";
            }

            if (count == 0 && !isWhole)
            {
                return $"no row of the id holds at {Words(minute)}; a row without hours holds in all other hours";
            }
        }

        return null;
    }

    private static string Words(int minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{Days[minute / Day]} {minute % Day / 60:00}:{minute % 60:00}");

    private void Add(int from, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var minute = (from + i) % Week;
            _minutes[minute >> 6] |= 1UL << (minute & 63);
        }
    }

    private bool Has(int minute) => (_minutes[minute >> 6] & (1UL << (minute & 63))) != 0;

    private static int? MinuteOf(string text) => text is "24:00" ? Day
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.Hour * 60 + time.Minute
            : null;

    // Mon, Mon-Fri or Sat-Sun: from the first through the last, over the end of the week if need be.
    private static List<int>? DaysOf(string text)
    {
        var ends = text.Split('-').Select(d => Array.FindIndex(Days, n => n.Equals(d, StringComparison.OrdinalIgnoreCase))).ToList();
        return ends.Count is 1 or 2 && !ends.Contains(-1)
            ? [.. Enumerable.Range(0, (ends[^1] - ends[0] + 7) % 7 + 1).Select(i => (ends[0] + i) % 7)]
            : null;
    }
}
