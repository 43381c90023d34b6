namespace Gateway.Load.Report;

internal enum GoalKind
{
    /// <summary>Of the gateway's figure divided by YARP's.</summary>
    RatioAtLeast,

    /// <summary>Of the gateway's figure divided by YARP's.</summary>
    RatioAtMost,

    /// <summary>Of the gateway's figure alone.</summary>
    AtMost,
}
