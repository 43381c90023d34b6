using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>
/// One counter and what it may reach. A counter is named by what it counts, so that a renamed policy, or a second one over the
/// same requests, keeps the count.
/// </summary>
/// <param name="Id">What is counted, such as <c>owner:ml/lin</c> or <c>team:ml@coder</c>.</param>
/// <param name="Limits">The smallest of all policies that count this.</param>
/// <param name="Calendar">Where its days and months begin.</param>
internal sealed record QuotaSubject(string Id, QuotaLimits Limits, QuotaCalendar Calendar)
{
    /// <summary>Whose limits these are, in words, such as <c>team 'ml' for Coder</c>.</summary>
    public string Words { get; init; } = Id;

    /// <summary>What it counts, in the ledger's terms; null where they have none for it.</summary>
    public QuotaScope? Scope { get; init; }

    /// <summary>Whether the ledger knows what its budgets have used, so that counters made anew can begin with it.</summary>
    public bool IsInLedger => Scope is not null && Limits.Has(static k => k.IsInLedger);

    /// <summary>
    /// Whether a request counts here as one, in the minute and at once. Of one that nobody waits for, tokens and money alone do; as a
    /// request it counts at <see cref="ForBackground"/>. Requests for vectors come by the hundred, and count by their tokens unless the
    /// operator says otherwise.
    /// </summary>
    public bool CountsRequests { get; init; } = true;

    /// <summary>What becomes of its limits while the shared counters cannot be reached.</summary>
    public QuotaLoss Loss { get; init; } = QuotaLoss.Default;

    /// <summary>The same for a request that counts by what it uses, and not as one.</summary>
    public QuotaSubject ForUseAlone => this with { Limits = Limits.WithoutRequests, CountsRequests = false };

    /// <summary>What a request needs here: itself, where requests count as such, and what it may use.</summary>
    /// <param name="estimate">What it may use.</param>
    /// <param name="isNew">Whether it is a request, or more for one that runs.</param>
    public QuotaAmount NeedOf(in QuotaAmount estimate, bool isNew) =>
        isNew && CountsRequests ? estimate.With(Meter.Requests, 1).With(Meter.Concurrent, 1) : estimate;

    /// <summary>
    /// The counters of a request that nobody waits for: this one for what it uses, and one of its own for how many there are.
    /// </summary>
    /// <param name="isOfFrontEnd">Whether it comes from a front end.</param>
    public IEnumerable<QuotaSubject> ForBackground(bool isOfFrontEnd)
    {
        yield return ForUseAlone;
        if (Limits.OfBackground(isOfFrontEnd) is { IsEmpty: false } own)
        {
            yield return new QuotaSubject($"{Id}~background", own, Calendar) { Words = $"background requests of {Words}", Loss = Loss };
        }
    }
}
