namespace Gateway.Ledger.Queries;

/// <summary>What one row covers, by the calendar of the zone that is asked for.</summary>
internal enum UsageInterval
{
    /// <summary>All of the time that is asked for.</summary>
    Total,
    Hour,
    Day,
    Month,
}
