namespace Gateway.Ledger.Journal;

/// <summary>The identity of a record.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Answer">The number of the answer within the request.</param>
internal readonly record struct RecordId(Guid Request, int Answer);
