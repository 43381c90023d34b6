namespace Gateway.Health;

/// <summary>One word for whether a model on a backend may be asked.</summary>
internal enum Condition
{
    Ok,

    /// <summary>It came back recently and gets a rising share of requests.</summary>
    Recovering,

    /// <summary>Its backend is up but still loading it.</summary>
    Loading,

    /// <summary>Its backend asked to be left alone for a while.</summary>
    Paused,

    /// <summary>It failed so often that it is left alone for a while.</summary>
    Out,

    /// <summary>Nothing answers at its backend's address.</summary>
    Down,
}
