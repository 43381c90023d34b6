namespace Gateway.Resilience.Queue;

/// <summary>The ways in which entering a queue ends.</summary>
internal enum QueueOutcome
{
    /// <summary>It has a place, which its lease releases.</summary>
    Entered,

    /// <summary>The line was full on arrival, or it was turned out for an owner with less of the line.</summary>
    Full,

    /// <summary>It reached the longest allowed wait.</summary>
    TimedOut,

    /// <summary>Its client left.</summary>
    Left,

    /// <summary>Another request with a place took it along, so it needs none of its own.</summary>
    TakenAlong,
}
