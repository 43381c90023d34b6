namespace Gateway.Ledger;

/// <summary>The state of the ledger at one moment.</summary>
internal sealed record LedgerHealth
{
    public required bool IsOn { get; init; }

    /// <summary>True when new requests can be recorded.</summary>
    public required bool IsAccepting { get; init; }

    /// <summary>The number of records of this run that are not in the database yet.</summary>
    public required long Pending { get; init; }

    /// <summary>The time for which the oldest of these records has waited.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>The bytes of records held only in memory, because the journal's disk accepts no writes.</summary>
    public required long Spooled { get; init; }

    /// <summary>The number of requests that went unrecorded since the start.</summary>
    public required long Dropped { get; init; }

    public required string? JournalProblem { get; init; }

    public required string? StoreProblem { get; init; }
}
