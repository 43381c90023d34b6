namespace Gateway.Ledger.Queries;

/// <summary>One row of a report.</summary>
/// <param name="Start">When what it covers begins, in the zone that was asked for; of a total, what was asked for.</param>
/// <param name="Group">The values it is grouped by, in the order of the question.</param>
/// <param name="Sums">What its records come to.</param>
internal sealed record UsageRow(DateTimeOffset Start, IReadOnlyList<string?> Group, UsageSums Sums);
