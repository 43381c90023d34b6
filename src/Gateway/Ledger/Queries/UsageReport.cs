namespace Gateway.Ledger.Queries;

/// <summary>The answer to a question about sums.</summary>
/// <param name="Rows">By time, then by what they are grouped by. Nothing has no row.</param>
/// <param name="Totals">Over all that was asked for.</param>
internal sealed record UsageReport(IReadOnlyList<UsageRow> Rows, UsageSums Totals);
