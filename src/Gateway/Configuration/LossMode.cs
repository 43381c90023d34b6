namespace Gateway.Configuration;

/// <summary>What holds while the shared counters cannot be reached.</summary>
internal enum LossMode
{
    /// <summary>Each replica admits what it holds of the limit beforehand.</summary>
    Local,

    /// <summary>Nothing is admitted.</summary>
    Closed,

    /// <summary>Everything is admitted, and counted afterwards.</summary>
    Open,
}
