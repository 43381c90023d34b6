using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>Which requests a counter counts, in the ledger's terms.</summary>
/// <param name="Per">Whose.</param>
/// <param name="Whose">The key, owner or team; null for everyone.</param>
/// <param name="Names">Which requested names count; null for all.</param>
internal sealed record QuotaScope(QuotaPer Per, string? Whose, Predicate<string>? Names)
{
    /// <summary>The team that an owner is one of; null for an owner without one, and for all others.</summary>
    public string? Team { get; init; }
}
