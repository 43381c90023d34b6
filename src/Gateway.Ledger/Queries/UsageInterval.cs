namespace Gateway.Ledger.Queries;

/// <summary>The time one row covers, by the calendar of the requested zone.</summary>
internal enum UsageInterval
{
    /// <summary>All of the requested time.</summary>
    Total,
    Hour,
    Day,
    Month,
}
