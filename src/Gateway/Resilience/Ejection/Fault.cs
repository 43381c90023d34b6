namespace Gateway.Resilience.Ejection;

/// <summary>The judgement of a model by the outcome of an attempt.</summary>
internal enum Fault
{
    /// <summary>Nothing bad: it answered.</summary>
    None,

    /// <summary>Nothing at all: the client's fault, the credential's, a requested pause, a cold load.</summary>
    Neutral,

    /// <summary>It failed.</summary>
    Failed,
}
