using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "A group of owners that shares limits. Keys may name a team that has no entry here. Only a team with limits or a time zone " +
    "needs one.")]
internal sealed record TeamConfig
{
    [Matches(KeyConfig.NamePattern, KeyConfig.NameWanted)]
    [Description("The name that keys give as their team.")]
    public required string Name { get; init; }

    [Description("How much all keys of the team may use together. Default: no limits.")]
    public QuotaLimitsConfig? Limits { get; init; }

    [Description(
        "The time zone in which the team's days and months begin, as an IANA name such as Europe/Berlin. Default: quotas.timeZone.")]
    public string? TimeZone { get; init; }
}
