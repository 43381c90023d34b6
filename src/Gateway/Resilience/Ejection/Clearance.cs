namespace Gateway.Resilience.Ejection;

/// <summary>The permission to send a request to a model.</summary>
internal enum Clearance
{
    /// <summary>Yes.</summary>
    Normal,

    /// <summary>Yes, as the one that finds out whether it has recovered.</summary>
    Probe,

    /// <summary>It is out, but there is no other candidate; the result only counts when it is good.</summary>
    LastResort,

    /// <summary>No: it is out.</summary>
    Refused,
}
