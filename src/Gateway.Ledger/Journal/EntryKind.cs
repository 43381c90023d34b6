namespace Gateway.Ledger.Journal;

/// <summary>The kind of a journal entry. The numbers are stored on disk.</summary>
internal enum EntryKind : byte
{
    /// <summary>A request has begun.</summary>
    Intent = 1,

    /// <summary>A request has ended.</summary>
    Final = 2,
}
