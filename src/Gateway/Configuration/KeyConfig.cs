using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("An API key. Only its hash stands here; 'gateway keys new' prints both.")]
internal sealed record KeyConfig
{
    [Description("What the log calls it.")]
    public required string Name { get; init; }

    [Description("Whose key it is; in the log.")]
    public string? Owner { get; init; }

    [Description("The group its owner belongs to; in the log.")]
    public string? Team { get; init; }

    [Description("What this key sends may not leave the team's own machines, whatever name it asks for.")]
    public bool LocalOnly { get; init; }

    [Matches("^[0-9A-Fa-f]{64}$", "the 64 hexadecimal digits that 'gateway keys new' prints", Secret = true)]
    [Description("The SHA-256 of the key's UTF-8 bytes, in hexadecimal.")]
    public required string Sha256 { get; init; }

    [Description("The field in which this key's client reads a model's reasoning. Most clients read reasoning_content.")]
    public ReasoningField Reasoning { get; init; }
}
