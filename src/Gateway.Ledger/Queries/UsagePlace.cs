namespace Gateway.Ledger.Queries;

/// <summary>The position of a record in the order of all.</summary>
/// <param name="CountedAt">The time by which it counts, in Unix milliseconds.</param>
/// <param name="Request">The request's id.</param>
/// <param name="Answer">The number of the answer within the request.</param>
internal readonly record struct UsagePlace(long CountedAt, Guid Request, int Answer);
