namespace Gateway.Simulator.Runners;

/// <summary>How somebody got a turn.</summary>
internal enum Turn
{
    /// <summary>There was nobody to wait for.</summary>
    AtOnce,

    /// <summary>Others were before it.</summary>
    AfterWaiting,

    /// <summary>The line was too long, and there is none.</summary>
    Refused,
}
