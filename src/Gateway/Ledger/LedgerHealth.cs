namespace Gateway.Ledger;

/// <summary>How the ledger is at one moment.</summary>
internal sealed record LedgerHealth
{
    public required bool IsOn { get; init; }

    /// <summary>Whether new requests can be recorded.</summary>
    public required bool IsAccepting { get; init; }

    /// <summary>How many records of this run are not in the database yet.</summary>
    public required long Pending { get; init; }

    /// <summary>How long the oldest of them has waited.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>How many bytes of records are in memory alone, since the journal's disk does not take them.</summary>
    public required long Spooled { get; init; }

    /// <summary>How many requests went unrecorded since the start.</summary>
    public required long Dropped { get; init; }

    public required string? JournalProblem { get; init; }

    public required string? StoreProblem { get; init; }
}
