namespace Gateway.Health;

/// <summary>Whether a model on a backend may be asked, in a word.</summary>
internal enum Condition
{
    Ok,

    /// <summary>It came back not long ago and gets a share of requests that rises.</summary>
    Recovering,

    /// <summary>Its backend is there, but loads it yet.</summary>
    Loading,

    /// <summary>Its backend asked to be left alone for a while.</summary>
    Paused,

    /// <summary>It failed so often that it is left alone for a while.</summary>
    Out,

    /// <summary>Nothing answers at its backend's address.</summary>
    Down,
}
