namespace Gateway.Load.Measures;

internal readonly record struct LoopTally(long Good, TimeSpan Elapsed, TimeSpan Cpu, long Allocated)
{
    public double PerSecond => Good / Elapsed.TotalSeconds;

    /// <summary>CPU of the target for each of <paramref name="count"/>; not a number when nothing succeeded.</summary>
    public double CpuMicroseconds(long count) => Cpu.TotalMicroseconds / count;
}
