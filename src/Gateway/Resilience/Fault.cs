namespace Gateway.Resilience;

/// <summary>What the outcome of an attempt says of the model that was tried.</summary>
internal enum Fault
{
    /// <summary>Nothing bad: it answered.</summary>
    None,

    /// <summary>Nothing at all: the client's fault, the credential's, a pause that was asked for, a cold load.</summary>
    Neutral,

    /// <summary>It failed.</summary>
    Failed,
}
