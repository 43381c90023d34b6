namespace Gateway.Quotas;

/// <summary>
/// The counters. Admission is atomic over all subjects of a claim, and a refused claim changes nothing. A reservation is settled exactly
/// once, even if settlement is requested twice.
/// </summary>
internal interface IQuotaStore
{
    /// <summary>Reserves the estimate for every subject, or for none.</summary>
    ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken);

    /// <summary>Enlarges a reservation that turned out too small.</summary>
    /// <returns>False when a limit forbids it or the reservation is gone.</returns>
    ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken);

    /// <summary>Replaces the estimate with actual usage. The request itself stays counted.</summary>
    /// <returns>False when there is no such reservation: it has already been settled.</returns>
    ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken);

    /// <summary>Keeps running reservations from being treated as orphans.</summary>
    /// <returns>The ids that are no longer known.</returns>
    ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken);

    /// <summary>Settles reservations that nobody renewed.</summary>
    ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken);

    /// <summary>Reads current usage.</summary>
    ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken);

    /// <summary>
    /// Raises a subject's day and month to the ledger's totals where they hold less, and opens its budgets for claims. Idempotent.
    /// </summary>
    /// <param name="opening">The ledger's totals, not differences.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the shared counters cannot be reached.</returns>
    ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken);

    /// <summary>Corrects a subject's day and month to match the ledger.</summary>
    /// <returns>False when another replica has just done so, or the shared counters cannot be reached.</returns>
    ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken);
}
