namespace Gateway.Ledger;

/// <summary>How far the writer is behind.</summary>
/// <param name="IsAsked">True when somebody waits for it.</param>
/// <param name="Pending">The number of records that wait.</param>
/// <param name="Lag">How long the oldest has waited.</param>
internal readonly record struct WriterState(bool IsAsked, long Pending, TimeSpan Lag);
