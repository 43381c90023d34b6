namespace Gateway.Configuration;

/// <summary>When the record of an answer has to be safe.</summary>
internal enum LedgerCommit
{
    /// <summary>Before the last bytes of the answer are sent.</summary>
    BeforeEnd,

    /// <summary>Some milliseconds after it.</summary>
    Afterwards,
}
