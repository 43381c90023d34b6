namespace Gateway.Health;

/// <summary>How much processor time this process has taken, and how much there is.</summary>
internal interface IProcessorTime
{
    TimeSpan Used { get; }

    /// <summary>The number of processors it may use.</summary>
    int Processors { get; }
}
