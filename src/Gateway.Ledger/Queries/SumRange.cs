using Gateway.Ledger.Store.Sums;
using Grains = Gateway.Ledger.Store.Sums.Grain;

namespace Gateway.Ledger.Queries;

/// <summary>A range of adjacent rows of one grain.</summary>
/// <param name="Period">The report row they belong to.</param>
/// <param name="Grain">The seconds each row covers.</param>
/// <param name="From">The first start, in Unix seconds.</param>
/// <param name="To">The first start after them.</param>
internal readonly record struct SumRange(int Period, int Grain, long From, long To)
{
    /// <summary>
    /// Finds the fewest rows that cover all steps beginning within a time: days inside, blocks around them, steps at the edges.
    /// </summary>
    public static void Cover(List<SumRange> ranges, int period, long from, long to)
    {
        var (block, blocksEnd) = (Grains.NextStart(from, Grains.Block), Grains.StartOf(to, Grains.Block));
        if (block >= blocksEnd)
        {
            AddSteps(ranges, period, from, to);
            return;
        }

        AddSteps(ranges, period, from, block);
        var (day, daysEnd) = (Grains.NextStart(block, Grains.Day), Grains.StartOf(blocksEnd, Grains.Day));
        if (day >= daysEnd)
        {
            Add(ranges, period, Grains.Block, block, blocksEnd);
        }
        else
        {
            Add(ranges, period, Grains.Block, block, day);
            Add(ranges, period, Grains.Day, day, daysEnd);
            Add(ranges, period, Grains.Block, daysEnd, blocksEnd);
        }

        AddSteps(ranges, period, blocksEnd, to);
    }

    // Rows from before a change of the step count as well.
    private static void AddSteps(List<SumRange> ranges, int period, long from, long to)
    {
        foreach (var step in Grains.Steps)
        {
            Add(ranges, period, step, from, to);
        }
    }

    private static void Add(List<SumRange> ranges, int period, int grain, long from, long to)
    {
        if (from < to)
        {
            ranges.Add(new SumRange(period, grain, from, to));
        }
    }
}
