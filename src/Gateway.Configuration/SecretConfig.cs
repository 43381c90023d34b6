using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

/// <summary>The location of a secret. Never the secret itself: this file is shared, versioned and shown.</summary>
[Description("The location of a secret: { env: NAME } or { file: path }, exactly one of them.")]
internal sealed record SecretConfig
{
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "the name of an environment variable", IsSecret = true)]
    [Description("The environment variable that holds the secret.")]
    public string? Env { get; init; }

    [Matches("^\\S.*$", "the path of a file", IsSecret = true)]
    [Description(
        "The file that holds the secret. White space around the secret is ignored. A relative path starts at the folder in which the " +
        "gateway was started.")]
    public string? File { get; init; }
}
