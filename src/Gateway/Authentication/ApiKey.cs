using Gateway.Protocol;

namespace Gateway.Authentication;

/// <summary>Who presents a key, and what its client wants.</summary>
/// <param name="Name">The key's name in the configuration; in the log.</param>
/// <param name="Owner">Whose key it is.</param>
/// <param name="Team">The group its owner belongs to.</param>
/// <param name="ReasoningName">The field, with quotes, in which this client reads reasoning.</param>
/// <param name="LocalOnly">Whether what it sends may not leave the team's own machines.</param>
internal sealed record ApiKey(string Name, string? Owner, string? Team, ReadOnlyMemory<byte> ReasoningName, bool LocalOnly = false)
{
    /// <summary>Who takes turns with others where there is a line.</summary>
    public string OwnerOrName => Owner ?? Name;

    /// <summary>The caller of a gateway that has no keys.</summary>
    public static ApiKey Anonymous { get; } = new("anonymous", null, null, NameOf(Configuration.ReasoningField.ReasoningContent));

    public static ReadOnlyMemory<byte> NameOf(Configuration.ReasoningField field) =>
        field == Configuration.ReasoningField.Reasoning ? ReasoningNames.Reasoning : ReasoningNames.ReasoningContent;
}
