using System.ComponentModel;

namespace Gateway.Configuration;

[Description("One rule: whom it applies to, which requests count, and how much they may use.")]
internal sealed record QuotaPolicyConfig : QuotaLimitsConfig
{
    [Description(
        "Whose usage is counted together: that of each key, owner or team, or of everyone. A caller without a team is not limited by "
        + "team; one without an owner counts as an owner with its key's name. An owner belongs to a team: the bob of one team and the "
        + "bob of another share nothing.")]
    public required QuotaPer Per { get; init; }

    [Description(
        "The one key (by name), owner (in each team that has one of that name) or team the rule applies to. Default: each has its own "
        + "count.")]
    public string? Of { get; init; }

    [Description(
        "The one tag, route or model whose requests count, under any name clients use for it: a tag also when combined with others, a "
        + "model also by an alias or as backend/model, and backend/model also where the model is requested alone. Requests by a tag or "
        + "route count for it, not for the models that answer them. Default: all requests.")]
    public string? Model { get; init; }
}
