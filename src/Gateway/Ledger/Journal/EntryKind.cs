namespace Gateway.Ledger.Journal;

/// <summary>What an entry of the journal is. The numbers stand on disk.</summary>
internal enum EntryKind : byte
{
    /// <summary>A request that begins.</summary>
    Intent = 1,

    /// <summary>How it ended.</summary>
    Final = 2,
}
