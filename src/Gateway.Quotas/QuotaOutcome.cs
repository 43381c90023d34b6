namespace Gateway.Quotas;

/// <summary>The outcome of a claim.</summary>
internal enum QuotaOutcome
{
    Granted,
    Refused,

    /// <summary>The shared counters cannot be reached, and a limit admits nothing without them.</summary>
    Closed,

    /// <summary>
    /// The counters do not hold the ledger's totals yet, for example after they were lost and recreated. The caller adds them with <see
    /// cref="IQuotaStore.OpenAsync"/> and asks again. Nothing is counted.
    /// </summary>
    Unopened,
}
