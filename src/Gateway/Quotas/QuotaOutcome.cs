namespace Gateway.Quotas;

/// <summary>What came of a claim.</summary>
internal enum QuotaOutcome
{
    Granted,
    Refused,

    /// <summary>The shared counters cannot be reached, and a limit admits nothing without them.</summary>
    Closed,
}
