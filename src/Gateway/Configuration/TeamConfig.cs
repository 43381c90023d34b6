using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("A group of owners that shares limits. A team needs no entry to be named by keys; one with limits or a time zone does.")]
internal sealed record TeamConfig
{
    [Matches(KeyConfig.NamePattern, KeyConfig.NameWanted)]
    [Description("The name that keys give as their team.")]
    public required string Name { get; init; }

    [Description("How much all keys of the team may use together.")]
    public QuotaLimitsConfig? Limits { get; init; }

    [Description("Where the team's days and months begin, as an IANA name such as Europe/Berlin. Default: quotas.timeZone.")]
    public string? TimeZone { get; init; }
}
