using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>
/// One counter and its limits. It is named after what it counts, so that renaming a policy, or adding a second one over the same requests,
/// keeps the count.
/// </summary>
/// <param name="Id">The counter's id, such as <c>owner:ml/lin</c> or <c>team:ml@coder</c>.</param>
/// <param name="Limits">The smallest limits of all policies that use this counter.</param>
/// <param name="Calendar">The calendar of its days and months.</param>
internal sealed record QuotaSubject(string Id, QuotaLimits Limits, QuotaCalendar Calendar)
{
    /// <summary>The subject in words, such as <c>team 'ml' for Coder</c>.</summary>
    public string Words { get; init; } = Id;

    /// <summary>The requests it counts, in the ledger's terms; null where the ledger cannot express them.</summary>
    public QuotaScope? Scope { get; init; }

    /// <summary>True when the ledger knows the usage of its budgets, so that new counters can start from it.</summary>
    public bool IsInLedger => Scope is not null && Limits.Has(static k => k.IsInLedger);

    /// <summary>
    /// True when each request counts here toward limits per minute and on concurrency. For a background request only tokens and money count
    /// here; the request itself counts at <see cref="ForBackground"/>. Embedding requests come by the hundred, and count only by tokens and
    /// money unless the operator says otherwise.
    /// </summary>
    public bool CountsRequests { get; init; } = true;

    /// <summary>The behaviour of its limits while the shared counters cannot be reached.</summary>
    public QuotaLoss Loss { get; init; } = QuotaLoss.Default;

    /// <summary>The same counter for a request that counts only by its usage.</summary>
    public QuotaSubject ForUseAlone => this with { Limits = Limits.WithoutRequests, CountsRequests = false };

    /// <summary>The amount a request needs at this counter: its estimated usage, and one request where requests are counted.</summary>
    /// <param name="estimate">The estimated usage.</param>
    /// <param name="isNew">True for a new request; false to enlarge the reservation of a running one.</param>
    public QuotaAmount NeedOf(in QuotaAmount estimate, bool isNew) =>
        isNew && CountsRequests ? estimate.With(Meter.Requests, 1).With(Meter.Concurrent, 1) : estimate;

    /// <summary>The counters of a background request: this one for its usage, and another for the number of background requests.</summary>
    /// <param name="isOfFrontEnd">True when it comes from a front end.</param>
    public IEnumerable<QuotaSubject> ForBackground(bool isOfFrontEnd)
    {
        yield return ForUseAlone;
        if (Limits.OfBackground(isOfFrontEnd) is { IsEmpty: false } own)
        {
            yield return new QuotaSubject($"{Id}~background", own, Calendar) { Words = $"background requests of {Words}", Loss = Loss };
        }
    }
}
