using Gateway.Configuration;

namespace Gateway.Ledger.Store.Sums;

/// <summary>
/// The time one row of the sums covers, in seconds, aligned to UTC. A day of any zone consists of whole steps. Blocks of four hours and of
/// a day add up the steps, so that a long time needs few rows: a day in Shanghai is 6 blocks, a day in Berlin 5 blocks and 4 hours.
/// </summary>
internal static class Grain
{
    public const int Block = 4 * 3600;
    public const int Day = 24 * 3600;

    /// <summary>The grains a step may have, now or before the configuration was changed.</summary>
    public static IReadOnlyList<int> Steps { get; } = [.. Enum.GetValues<LedgerStep>().Select(Of)];

    public static int Of(LedgerStep step) => step switch
    {
        LedgerStep.QuarterHour => 15 * 60,
        LedgerStep.HalfHour => 30 * 60,
        LedgerStep.Hour => 3600,
    };

    /// <summary>Returns the start of the row that a moment falls into, both in Unix seconds.</summary>
    public static long StartOf(long seconds, int grain) => seconds - (seconds % grain + grain) % grain;

    /// <summary>Returns the first start at or after a moment.</summary>
    public static long NextStart(long seconds, int grain) => StartOf(seconds + grain - 1, grain);
}
