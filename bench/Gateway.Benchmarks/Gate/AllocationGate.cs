namespace Gateway.Benchmarks.Gate;

/// <summary>Holds what is allocated per operation against the figures agreed on, which a change may lower but not raise unseen.</summary>
internal static class AllocationGate
{
    /// <returns>The exit code: 1 when something is allocated that was not before.</returns>
    public static async Task<int> CheckAsync()
    {
        var measured = AllocationRun.Measure();
        var passes = AllocationComparison.Passes(AllocationFile.Read(), measured, Console.Out);
        passes &= ChoiceCheck.Passes(Console.Out);
        return await LargeBodyCheck.PassesAsync(Console.Out) && passes ? 0 : 1;
    }

    /// <summary>Makes the measured figures the agreed ones. The promise about large bodies is not negotiable this way.</summary>
    public static async Task<int> UpdateAsync()
    {
        var measured = AllocationRun.Measure();
        AllocationFile.Write(measured);
        Console.WriteLine($"{measured.Count} figures written to bench/allocations.json");
        return ChoiceCheck.Passes(Console.Out) & await LargeBodyCheck.PassesAsync(Console.Out) ? 0 : 1;
    }
}
