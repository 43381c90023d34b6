namespace Gateway.Configuration;

/// <summary>The moment by which the record of an answer must be safe.</summary>
internal enum LedgerCommit
{
    /// <summary>Before the last bytes of the answer are sent.</summary>
    BeforeEnd,

    /// <summary>A few milliseconds after that.</summary>
    Afterwards,
}
