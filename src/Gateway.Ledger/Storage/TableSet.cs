namespace Gateway.Ledger.Storage;

/// <summary>
/// The tables of one context. What has to be known of them at every start stands here, so that EF Core is loaded only to change them.
/// </summary>
/// <param name="History">The table that records the applied migrations.</param>
/// <param name="Migrations">All migrations of this version, oldest first.</param>
internal sealed record TableSet(string History, IReadOnlyList<string> Migrations);
