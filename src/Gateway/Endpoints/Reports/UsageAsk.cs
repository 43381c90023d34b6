using Gateway.Ledger.Queries;

namespace Gateway.Endpoints.Reports;

/// <summary>A question that was read and may be asked.</summary>
/// <param name="Query">The question.</param>
/// <param name="Metrics">What is told of each row.</param>
/// <param name="IsVoid">Whether all that it asks for is none of the caller's business, so that there is nothing to tell.</param>
internal sealed record UsageAsk(UsageQuery Query, IReadOnlyList<UsageMetric> Metrics, bool IsVoid)
{
    public UsageFilter Filter => Query.Filter;
}
