namespace Gateway.Health;

/// <summary>Reads the processor time that this process has used, and the time available to it.</summary>
internal interface IProcessorTime
{
    TimeSpan Used { get; }

    /// <summary>The number of processors it may use.</summary>
    int Processors { get; }
}
