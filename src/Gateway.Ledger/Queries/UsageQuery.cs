using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>A question about sums.</summary>
/// <param name="Filter">The records to sum.</param>
/// <param name="GroupBy">The dimensions to group by; none gives one sum.</param>
/// <param name="Interval">The time each row covers.</param>
/// <param name="Zone">The time zone of its days.</param>
internal sealed record UsageQuery(UsageFilter Filter, IReadOnlyList<UsageDimension> GroupBy, UsageInterval Interval, TimeZoneInfo Zone)
{
    /// <summary>The number of rows after which a report may end. Its totals still cover everything.</summary>
    public int MostRows { get; init; } = int.MaxValue;
}
