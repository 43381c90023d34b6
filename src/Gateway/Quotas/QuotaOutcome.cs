namespace Gateway.Quotas;

/// <summary>What came of a claim.</summary>
internal enum QuotaOutcome
{
    Granted,
    Refused,

    /// <summary>The shared counters cannot be reached, and a limit admits nothing without them.</summary>
    Closed,

    /// <summary>
    /// The counters hold nothing of the ledger yet, as when they were lost and made anew: whoever asks puts it there with
    /// <see cref="IQuotaStore.OpenAsync"/> and asks again. Nothing is counted.
    /// </summary>
    Unopened,
}
