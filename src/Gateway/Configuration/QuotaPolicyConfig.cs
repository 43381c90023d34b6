using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("One rule: for whom it counts, which requests, and how much.")]
internal sealed record QuotaPolicyConfig : QuotaLimitsConfig
{
    [Description("Whose use is counted together: that of each key, owner or team, or of everyone. A caller without a team is not limited by team; one without an owner counts as one by its key's name.")]
    public required QuotaPer Per { get; init; }

    [Description("The one key (by name), owner or team for which it holds. Default: each has its own count.")]
    public string? Of { get; init; }

    [Description("The one tag or model, as clients ask for it, whose requests count. Default: all requests.")]
    public string? Model { get; init; }
}
