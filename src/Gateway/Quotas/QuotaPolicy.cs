using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>One rule: for whom it counts, which requests, and how much.</summary>
/// <param name="Per">Whose use is counted together.</param>
/// <param name="Of">The one for whom it holds; null for each.</param>
/// <param name="Model">The one requested name that counts; null for all.</param>
/// <param name="Limits">How much.</param>
internal sealed record QuotaPolicy(QuotaPer Per, string? Of, string? Model, QuotaLimits Limits)
{
    /// <summary>
    /// Says whether what a request is counted as counts here: the operator may write <see cref="Model"/> as clients do, by another of its
    /// names. Null where there is none.
    /// </summary>
    public Predicate<string>? Names { get; init; } = Model is null ? null : name => Model.Equals(name, StringComparison.OrdinalIgnoreCase);

    public static QuotaPolicy From(QuotaPolicyConfig config) => new(config.Per, config.Of, config.Model, QuotaLimits.From(config));

    /// <summary>Whether a caller's use counts here.</summary>
    /// <param name="whose">The caller's key, owner or team, as <see cref="Per"/> says.</param>
    public bool CountsFor(string? whose) =>
        Per == QuotaPer.Everyone || whose is not null && (Of is null || Of.Equals(whose, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a request for this name counts.</summary>
    public bool Counts(string name) => Names is null || Names(name);
}
