namespace Gateway.Ledger.Storage;

/// <summary>
/// The tables of one context. It holds the facts that every start needs, so that EF Core is loaded only to change the tables.
/// </summary>
/// <param name="History">The table that records the applied migrations.</param>
/// <param name="Migrations">All migrations of this version, oldest first.</param>
internal sealed record TableSet(string History, IReadOnlyList<string> Migrations);
