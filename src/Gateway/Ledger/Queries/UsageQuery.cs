using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>A question about sums.</summary>
/// <param name="Filter">What is summed.</param>
/// <param name="GroupBy">By what; none: one sum.</param>
/// <param name="Interval">What each row covers.</param>
/// <param name="Zone">Where its days begin.</param>
internal sealed record UsageQuery(UsageFilter Filter, IReadOnlyList<UsageDimension> GroupBy, UsageInterval Interval, TimeZoneInfo Zone)
{
    /// <summary>After how many rows a report may end. Its totals are over everything all the same.</summary>
    public int MostRows { get; init; } = int.MaxValue;
}
