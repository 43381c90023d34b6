namespace Gateway.Ledger.Journal;

/// <summary>Marks how far the journal has been read.</summary>
/// <param name="Position">Everything before this position has been read.</param>
/// <param name="Sequence">The number of final records accepted up to there.</param>
/// <param name="IsReplayed">True when everything that earlier runs left behind has been read.</param>
internal readonly record struct ReadMark(JournalPosition Position, long Sequence, bool IsReplayed);
