namespace Gateway.Quotas;

/// <summary>
/// One counter and what it may reach. A counter is named by what it counts, so that a renamed policy, or a second one over the
/// same requests, keeps the count.
/// </summary>
/// <param name="Id">What is counted, such as <c>owner:lin</c> or <c>team:ml@Coder</c>.</param>
/// <param name="Limits">The smallest of all policies that count this.</param>
/// <param name="Calendar">Where its days and months begin.</param>
internal sealed record QuotaSubject(string Id, QuotaLimits Limits, QuotaCalendar Calendar)
{
    /// <summary>Whose limits these are, in words, such as <c>team 'ml' for Coder</c>.</summary>
    public string Words { get; init; } = Id;

    /// <summary>What it counts, in the ledger's terms; null where they have none for it.</summary>
    public QuotaScope? Scope { get; init; }

    /// <summary>What becomes of its limits while the shared counters cannot be reached.</summary>
    public QuotaLoss Loss { get; init; } = QuotaLoss.Default;
}
