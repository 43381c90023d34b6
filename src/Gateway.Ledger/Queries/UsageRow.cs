namespace Gateway.Ledger.Queries;

/// <summary>One row of a report.</summary>
/// <param name="Start">The start of its period, in the requested zone; for a total, of the requested time.</param>
/// <param name="Group">The values it is grouped by, in the order of the question.</param>
/// <param name="Sums">The sums of its records.</param>
internal sealed record UsageRow(DateTimeOffset Start, IReadOnlyList<string?> Group, UsageSums Sums);
