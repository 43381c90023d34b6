using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>One rule: whom it applies to, which requests count, and how much they may use.</summary>
/// <param name="Per">The scope of the count: whose usage is counted together.</param>
/// <param name="Of">The one key, owner or team it applies to; null for each.</param>
/// <param name="Model">The one requested name that counts; null for all.</param>
/// <param name="Limits">The limits.</param>
internal sealed record QuotaPolicy(QuotaPer Per, string? Of, string? Model, QuotaLimits Limits)
{
    /// <summary>
    /// Decides whether a requested name counts here. The operator may write <see cref="Model"/> as clients do, by any of its names. Null
    /// where no name is set.
    /// </summary>
    public Predicate<string>? Names { get; init; } = Model is null ? null : name => Model.Equals(name, StringComparison.OrdinalIgnoreCase);

    public static QuotaPolicy From(QuotaPolicyConfig config) => new(config.Per, config.Of, config.Model, QuotaLimits.From(config));

    /// <summary>True when a caller's usage counts here.</summary>
    /// <param name="whose">The caller's key, owner or team, as <see cref="Per"/> says.</param>
    public bool CountsFor(string? whose) =>
        Per == QuotaPer.Everyone || whose is not null && (Of is null || Of.Equals(whose, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a request for this name counts.</summary>
    public bool Counts(string name) => Names is null || Names(name);
}
