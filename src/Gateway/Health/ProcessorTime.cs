namespace Gateway.Health;

/// <summary>Reads the processor time from the runtime, which knows a container's limit.</summary>
internal sealed class ProcessorTime : IProcessorTime
{
    public TimeSpan Used => Environment.CpuUsage.TotalTime;

    public int Processors => Environment.ProcessorCount;
}
