namespace Gateway.Simulator.Runners;

/// <summary>How a request got its turn.</summary>
internal enum Turn
{
    /// <summary>At once: nobody was waiting.</summary>
    AtOnce,

    /// <summary>After a wait for others.</summary>
    AfterWaiting,

    /// <summary>Not at all: the line was too long.</summary>
    Refused,
}
