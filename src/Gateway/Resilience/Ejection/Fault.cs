namespace Gateway.Resilience.Ejection;

/// <summary>The verdict of an attempt's outcome on the model.</summary>
internal enum Fault
{
    /// <summary>Nothing bad: it answered.</summary>
    None,

    /// <summary>Nothing at all: the client's fault, the credential's, a requested pause, a cold load.</summary>
    Neutral,

    /// <summary>It failed.</summary>
    Failed,
}
