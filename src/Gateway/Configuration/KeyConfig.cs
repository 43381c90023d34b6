using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("An API key. Only its hash stands here; 'gateway keys new' prints both.")]
internal sealed record KeyConfig
{
    public const string NamePattern = "^[^\\s\\p{C}](?:[^\\p{C}]{0,98}[^\\s\\p{C}])?$";
    public const string NameWanted = "1 to 100 characters without control characters, beginning and ending with one that is no space";

    [Description("What the log calls it.")]
    public required string Name { get; init; }

    [Description("Whose key it is; in the log.")]
    public string? Owner { get; init; }

    [Description("The group its owner belongs to; in the log.")]
    public string? Team { get; init; }

    [Description("What it may do with the admin API: member sees and rotates its owner's keys, lead manages the members' keys of its team, admin everything.")]
    public KeyRole Role { get; init; }

    [Description("The tags, types and routes it may ask for, by any of their names. Several joined with + need all of them; wishes behind them are free, so none stands here. Default: all, unless models are named.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("The models it may ask for by name; every name of a model is meant, also without the tag latest and by an alias. 'model' gives the model and, on each backend that lists it, also backend/model; 'backend/model' gives that one alone. Default: all, unless tags are named.")]
    public IReadOnlyList<string> Models { get; init; } = [];

    [Description("The networks it may be used from, such as 10.0.0.0/8 or 192.168.1.7/32. What counts is the address of the connection, which behind a proxy is the proxy's. Default: all.")]
    public IReadOnlyList<string> Networks { get; init; } = [];

    [Description("What this key sends may not leave the team's own machines, whatever name it asks for.")]
    public bool LocalOnly { get; init; }

    [Description("When it ends, in UTC: 2026-12-31 (the beginning of that day) or 2026-12-31T18:00:00Z. Default: never.")]
    public DateTimeOffset? Expires { get; init; }

    [Description("How much it may use.")]
    public QuotaLimitsConfig? Limits { get; init; }

    [Description("Whether its requests may be answered without the tools that they offer. auto: those of chat pages that are known to offer their own with every message (Open WebUI, where it forwards its headers). optional: all. required: none. Optional tools are left out, as long as none was called and tool_choice is absent, auto or none, for a model that has none or where the prompt fits only without them; the request then stays where it would go without them, and x-gateway-decision says so.")]
    public ToolsWish Tools { get; init; }

    [Description("Its holder is a front end that says for whom it asks, in Open WebUI's headers; that user is the owner then. See frontEnds.")]
    public bool OnBehalfOf { get; init; }

    [Description("Refused as long as this says true.")]
    public bool Disabled { get; init; }

    [Matches("^[0-9A-Fa-f]{64}$", "the 64 hexadecimal digits that 'gateway keys new' prints", Secret = true)]
    [Description("The SHA-256 of the key's UTF-8 bytes, in hexadecimal. Never with keyPepper, which is for stored keys.")]
    public required string Sha256 { get; init; }

    [Description("The field in which this key's client reads a model's reasoning. Most clients read reasoning_content.")]
    public ReasoningField Reasoning { get; init; }
}
