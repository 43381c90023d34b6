using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

/// <summary>The location of a secret. Never the secret itself: this file is shared, versioned and shown.</summary>
[Description("Where a secret stands: { env: NAME } or { file: path }, exactly one of them.")]
internal sealed record SecretConfig
{
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "the name of an environment variable", Secret = true)]
    [Description("The environment variable that holds it.")]
    public string? Env { get; init; }

    [Matches("^\\S.*$", "the path of a file", Secret = true)]
    [Description("The file that holds it; white space around it is ignored. A relative path counts from the folder the gateway was started in.")]
    public string? File { get; init; }
}
