namespace Gateway.Load.Measures;

internal readonly record struct LoopTally(long Good, TimeSpan Elapsed, TimeSpan Cpu, long Allocated)
{
    public double PerSecond => Good / Elapsed.TotalSeconds;

    /// <summary>The target's CPU time for each of <paramref name="count"/>; not a number when nothing succeeded.</summary>
    public double CpuMicroseconds(long count) => Cpu.TotalMicroseconds / count;
}
