namespace Gateway.Benchmarks.Gate;

/// <summary>Checks allocations per operation against the agreed figures. A change may lower them, but may not raise them unseen.</summary>
internal static class AllocationGate
{
    /// <returns>The exit code: 1 when something allocates more than agreed.</returns>
    public static async Task<int> CheckAsync()
    {
        var measured = AllocationRun.Measure();
        var passes = AllocationComparison.Passes(AllocationFile.Read(), measured, Console.Out);
        passes &= ChoiceCheck.Passes(Console.Out);
        return await LargeBodyCheck.PassesAsync(Console.Out) && passes ? 0 : 1;
    }

    /// <summary>Saves the measured figures as the agreed ones. The promise about large bodies cannot be changed this way.</summary>
    public static async Task<int> UpdateAsync()
    {
        var measured = AllocationRun.Measure();
        AllocationFile.Write(measured);
        Console.WriteLine($"{measured.Count} figures written to bench/allocations.json");
        return ChoiceCheck.Passes(Console.Out) & await LargeBodyCheck.PassesAsync(Console.Out) ? 0 : 1;
    }
}
