using System.Collections.Immutable;
using System.Net;
using Gateway.Configuration;
using Gateway.Protocol;

namespace Gateway.Authentication;

/// <summary>Who presents a key, and what it may do.</summary>
/// <param name="Name">The key's name; in the log, and by what its limits are counted.</param>
/// <param name="Owner">Whose key it is; of a front end's key, whose request it is.</param>
/// <param name="Team">The group its owner belongs to.</param>
/// <param name="ReasoningName">The field, with quotes, in which this client reads reasoning.</param>
/// <param name="LocalOnly">Whether what it sends may not leave the team's own machines.</param>
internal sealed record ApiKey(string Name, string? Owner, string? Team, ReadOnlyMemory<byte> ReasoningName, bool LocalOnly = false)
{
    private string? _inLine;

    /// <summary>Whose key it is; of a front end's key, whose request it is.</summary>
    public string? Owner
    {
        get;
        init => (field, _inLine) = (value, null);
    } = Owner;

    /// <summary>The group its owner belongs to.</summary>
    public string? Team
    {
        get;
        init => (field, _inLine) = (value, null);
    } = Team;

    /// <summary>The public part of a stored key; null for one of the configuration.</summary>
    public string? Id { get; init; }

    public KeyRole Role { get; init; }

    public KeyStanding Standing { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>The names it may ask for.</summary>
    public NameRights Rights { get; init; } = NameRights.All;

    /// <summary>The networks it may be used from; empty: all.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>How much it may use by itself; null: no limits of its own.</summary>
    public QuotaLimitsConfig? Limits { get; init; }

    /// <summary>Whether its holder is a front end that says for whom it asks.</summary>
    public bool IsOnBehalfOf { get; init; }

    /// <summary>Whether its requests can be answered without the tools that they offer; null: that depends on the client.</summary>
    public bool? HasOptionalTools { get; init; }

    /// <summary>By what its owner is known in the team; a key without one is its own.</summary>
    public string OwnerOrName => Owner ?? Name;

    /// <summary>Who takes turns with others where there is a line: an owner is one of a team. No name holds the mark between the two.</summary>
    public string InLine => _inLine ??= Team is null ? OwnerOrName : $"{Team}\0{OwnerOrName}";

    /// <summary>The caller of a gateway that has no keys.</summary>
    public static ApiKey Anonymous { get; } = new("anonymous", null, null, NameOf(ReasoningField.ReasoningContent));

    public static ReadOnlyMemory<byte> NameOf(ReasoningField field) =>
        field == ReasoningField.Reasoning ? ReasoningNames.Reasoning : ReasoningNames.ReasoningContent;
}
