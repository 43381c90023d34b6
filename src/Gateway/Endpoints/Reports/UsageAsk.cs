using Gateway.Ledger.Queries;

namespace Gateway.Endpoints.Reports;

/// <summary>A question about usage that can be answered.</summary>
/// <param name="Query">The query.</param>
/// <param name="Metrics">The metrics shown for each row.</param>
/// <param name="IsVoid">True when the caller may see nothing of what it asks for, so that there is nothing to show.</param>
internal sealed record UsageAsk(UsageQuery Query, IReadOnlyList<UsageMetric> Metrics, bool IsVoid)
{
    public UsageFilter Filter => Query.Filter;
}
