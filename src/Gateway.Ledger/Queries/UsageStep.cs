using Gateway.Configuration;
using Gateway.Ledger.Store.Sums;

namespace Gateway.Ledger.Queries;

/// <summary>
/// The resolution of the sums. A step counts where it begins, so a record is in exactly one row of any report. If a day begins in the
/// middle of a step, that step's records fall into the day before.
/// </summary>
internal static class UsageStep
{
    /// <summary>True when a moment is the start of a step.</summary>
    public static bool Fits(LedgerStep step, DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() % (Grain.Of(step) * 1000L) == 0;

    /// <summary>True when all days of a zone between two moments begin with a step, so that the figures for each day are exact.</summary>
    public static bool Fits(LedgerStep step, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var last = TimeZoneInfo.ConvertTime(to, zone).Date;
        for (var day = TimeZoneInfo.ConvertTime(from, zone).Date; day <= last; day = day.AddDays(1))
        {
            if (LocalDay.StartOf(zone, day) % Grain.Of(step) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The coarsest step that makes the days of a zone exact, to be set as <c>ledger.step</c>; null when none is fine enough.
    /// </summary>
    public static LedgerStep? Needed(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var step in Enum.GetValues<LedgerStep>())
        {
            if (Fits(step, zone, from, to))
            {
                return step;
            }
        }

        return null;
    }
}
