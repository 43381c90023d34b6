namespace Gateway.Ledger.Queries;

/// <summary>The place of a record in the order of all.</summary>
/// <param name="CountedAt">When it counts, in Unix milliseconds.</param>
/// <param name="Request">The request's id.</param>
/// <param name="Answer">Which of its answers.</param>
internal readonly record struct UsagePlace(long CountedAt, Guid Request, int Answer);
