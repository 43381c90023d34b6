namespace Gateway.Resilience.Ejection;

/// <summary>Whether a request may be sent to a model.</summary>
internal enum Clearance
{
    /// <summary>Yes.</summary>
    Normal,

    /// <summary>Yes, as the one that finds out whether it is well again.</summary>
    Probe,

    /// <summary>It is out, but there is no other; what comes of it counts only when it is good.</summary>
    LastResort,

    /// <summary>No: it is out.</summary>
    Refused,
}
