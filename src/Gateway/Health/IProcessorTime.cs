namespace Gateway.Health;

/// <summary>The processor time that this process has taken, and the time there is.</summary>
internal interface IProcessorTime
{
    TimeSpan Used { get; }

    /// <summary>The number of processors it may use.</summary>
    int Processors { get; }
}
