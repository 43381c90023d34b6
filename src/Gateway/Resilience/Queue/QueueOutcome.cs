namespace Gateway.Resilience.Queue;

/// <summary>How entering a queue ended.</summary>
internal enum QueueOutcome
{
    /// <summary>It has a place, which its lease gives back.</summary>
    Entered,

    /// <summary>The line was full when it came, or it was turned out for an owner who holds less of the line.</summary>
    Full,

    /// <summary>It waited as long as one may.</summary>
    TimedOut,

    /// <summary>Its client went away.</summary>
    Left,

    /// <summary>One that has a place took it along, and it needs none of its own.</summary>
    TakenAlong,
}
