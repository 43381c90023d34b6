namespace Gateway.Ledger.Journal;

/// <summary>How far the journal was read.</summary>
/// <param name="Position">What stands before it was read.</param>
/// <param name="Sequence">How many ends were taken note of up to there; within a range, up to its beginning.</param>
/// <param name="IsReplayed">Whether what earlier runs left behind was read to its end.</param>
internal readonly record struct ReadMark(JournalPosition Position, long Sequence, bool IsReplayed);
