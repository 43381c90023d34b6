namespace Gateway.Configuration;

/// <summary>The rule while the shared counters are unreachable.</summary>
internal enum LossMode
{
    /// <summary>Each replica admits what it already holds of the limit.</summary>
    Local,

    /// <summary>Nothing is admitted.</summary>
    Closed,

    /// <summary>Everything is admitted, and counted afterwards.</summary>
    Open,
}
