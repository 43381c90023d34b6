using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>Which requests a counter counts, in the ledger's terms.</summary>
/// <param name="Per">Whose.</param>
/// <param name="Whose">The key, owner or team; null for everyone.</param>
/// <param name="Tag">The one name that counts; null for all.</param>
internal sealed record QuotaScope(QuotaPer Per, string? Whose, string? Tag);
