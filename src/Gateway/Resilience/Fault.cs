namespace Gateway.Resilience;

/// <summary>What the outcome of an attempt says about the model.</summary>
internal enum Fault
{
    /// <summary>Nothing bad: it answered.</summary>
    None,

    /// <summary>Nothing at all: the client's fault, the credential's, a requested pause, a cold load.</summary>
    Neutral,

    /// <summary>It failed.</summary>
    Failed,
}
