using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("One rule: for whom it counts, which requests, and how much.")]
internal sealed record QuotaPolicyConfig : QuotaLimitsConfig
{
    [Description(
        "Whose use is counted together: that of each key, owner or team, or of everyone. A caller without a team is not limited by "
        + "team; one without an owner counts as one by its key's name. An owner is one of a team: the bob of one team and that of "
        + "another share nothing.")]
    public required QuotaPer Per { get; init; }

    [Description(
        "The one key (by name), owner (of each team that has one of the name) or team for which it holds. Default: each has its own "
        + "count.")]
    public string? Of { get; init; }

    [Description(
        "The one tag, route or model whose requests count, by whichever of its names clients ask for it: a tag also joined with others, "
        + "a model also by an alias and as backend/model; backend/model also where the model is asked for alone. Requests by a tag or "
        + "route count for it, not for the models that answer them. Default: all requests.")]
    public string? Model { get; init; }
}
