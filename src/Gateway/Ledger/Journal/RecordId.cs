namespace Gateway.Ledger.Journal;

/// <summary>What makes a record the same as another.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Answer">Which of its answers.</param>
internal readonly record struct RecordId(Guid Request, int Answer);
