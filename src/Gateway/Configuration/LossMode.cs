namespace Gateway.Configuration;

/// <summary>What holds while the shared counters cannot be reached.</summary>
internal enum LossMode
{
    /// <summary>Each replica keeps to its share of what was left. Money that was not synchronised for 60 seconds is closed.</summary>
    Local,

    /// <summary>Nothing is admitted.</summary>
    Closed,

    /// <summary>Everything is admitted, and counted afterwards.</summary>
    Open,
}
