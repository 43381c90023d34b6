namespace Gateway.Ledger.Queries;

/// <summary>The answer to a question about sums.</summary>
/// <param name="Rows">The rows, by time, then by group. Periods and groups without usage have no row.</param>
/// <param name="Totals">The totals over everything requested.</param>
internal sealed record UsageReport(IReadOnlyList<UsageRow> Rows, UsageSums Totals);
