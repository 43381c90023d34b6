using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>The requests that a counter counts, in the ledger's terms.</summary>
/// <param name="Per">The scope of the count.</param>
/// <param name="Whose">The key, owner or team; null for everyone.</param>
/// <param name="Names">Selects the requested names that count; null for all.</param>
internal sealed record QuotaScope(QuotaPer Per, string? Whose, Predicate<string>? Names)
{
    /// <summary>The owner's team; null for an owner without one, and for every other scope.</summary>
    public string? Team { get; init; }
}
