using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("An API key. The file holds only its hash; 'gateway keys new' prints the key and the hash.")]
internal sealed record KeyConfig
{
    public const string NamePattern = "^[^\\s\\p{C}](?:[^\\p{C}]{0,98}[^\\s\\p{C}])?$";
    public const string NameWanted = "1 to 100 characters without control characters, beginning and ending with one that is no space";

    [Description("The key's name in the log.")]
    public required string Name { get; init; }

    [Description("The person or program that owns the key. It appears in the log. Default: none.")]
    public string? Owner { get; init; }

    [Description("The team that the owner belongs to. It appears in the log. Default: none.")]
    public string? Team { get; init; }

    [Description(
        "The key's rights in the admin API. member: see and rotate the keys of its owner. lead: manage the keys of the members of its " +
        "team. admin: everything.")]
    public KeyRole Role { get; init; }

    [Description(
        "The tags, types and routes that the key may ask for, under any of their names. Several joined with + need all of them. Wishes " +
        "after a name, such as :cloud, are always allowed, so write none here. Default: all; none if 'models' is set.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description(
        "The models that the key may ask for by name. All names of a model count, including its name without the tag latest and its " +
        "aliases. 'model' allows that model, and backend/model on each backend that lists it. 'backend/model' allows that one only. " +
        "Default: all; none if 'tags' is set.")]
    public IReadOnlyList<string> Models { get; init; } = [];

    [Description(
        "The networks from which the key may be used, such as 10.0.0.0/8 or 192.168.1.7/32. The gateway checks the address of the " +
        "connection; behind a proxy, that is the proxy's. Default: all.")]
    public IReadOnlyList<string> Networks { get; init; } = [];

    [Description("true: requests with this key stay on the team's own machines, whatever name they ask for.")]
    public bool LocalOnly { get; init; }

    [Description("When the key expires, in UTC: 2026-12-31 (the start of that day) or 2026-12-31T18:00:00Z. Default: never.")]
    public DateTimeOffset? Expires { get; init; }

    [Description("How much the key may use. Default: no limits of its own.")]
    public QuotaLimitsConfig? Limits { get; init; }

    [Description(
        "Whether requests with this key may be answered without the tools that they offer. auto: yes for chat pages that are known to " +
        "offer tools with every message (Open WebUI, if it forwards its headers). optional: yes for all. required: no. Tools can be " +
        "left out only while none was called and tool_choice is absent, auto or none. They are left out for a model without tools, and " +
        "where the prompt fits only without them. The request then goes where it would go without tools, and x-gateway-decision says " +
        "so. A route's own value, unless auto, overrides the key's.")]
    public ToolsWish Tools { get; init; }

    [Description(
        "true: the key belongs to a front end that names the user of each request in Open WebUI's headers. That user is then the owner. " +
        "See frontEnds.")]
    public bool OnBehalfOf { get; init; }

    [Description("true: the key is refused.")]
    public bool Disabled { get; init; }

    [Matches("^[0-9A-Fa-f]{64}$", "the 64 hexadecimal digits that 'gateway keys new' prints", IsSecret = true)]
    [Description(
        "The SHA-256 of the key's UTF-8 bytes: 64 hexadecimal digits. It is never mixed with keyPepper, which is for stored keys only.")]
    public required string Sha256 { get; init; }

    [Description("The field in which the key's client reads a model's reasoning. Most clients read reasoning_content.")]
    public ReasoningField Reasoning { get; init; }
}
