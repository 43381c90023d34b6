namespace Gateway.Quotas;

/// <summary>
/// The counters. Admission is atomic over all subjects of a claim, and a refused claim changes nothing anywhere. What is reserved
/// is settled to the truth once, whatever is asked twice.
/// </summary>
internal interface IQuotaStore
{
    /// <summary>Reserves the estimate at every subject, or at none.</summary>
    ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken);

    /// <summary>Adds to a reservation that turns out too small.</summary>
    /// <returns>False when a limit stands against it or the reservation is gone.</returns>
    ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken);

    /// <summary>Replaces the estimate by what was used. The request itself stays counted.</summary>
    /// <returns>False when there is no such reservation: it was settled before.</returns>
    ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken);

    /// <summary>Keeps running reservations from being taken for orphans.</summary>
    /// <returns>The ids that are no longer known.</returns>
    ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken);

    /// <summary>Settles reservations that nobody renewed.</summary>
    ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken);

    /// <summary>What is used now.</summary>
    ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken);

    /// <summary>
    /// Raises the day and the month of a subject to what the ledger says has been used, where they hold less, and lets its budgets be
    /// claimed. Twice is as good as once.
    /// </summary>
    /// <param name="opening">What the ledger says, as a whole and not as a difference.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when the shared counters cannot be reached.</returns>
    ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken);

    /// <summary>Brings the day and the month of a subject to what the ledger says.</summary>
    /// <returns>False when another replica has just done so, or the shared counters cannot be reached.</returns>
    ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken);
}
