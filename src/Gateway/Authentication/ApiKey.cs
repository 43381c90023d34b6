using System.Collections.Immutable;
using System.Net;
using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Wire.Answers;

namespace Gateway.Authentication;

/// <summary>The holder of a key, and what the key may do.</summary>
/// <param name="Name">The key's name; used in the log, and to count its limits.</param>
/// <param name="Owner">The key's owner; for a front end's key, the user it asks for.</param>
/// <param name="Team">The group its owner belongs to.</param>
/// <param name="ReasoningName">The field, with quotes, in which this client reads reasoning.</param>
/// <param name="LocalOnly">True when its requests may not leave the team's own machines.</param>
internal sealed record ApiKey(string Name, string? Owner, string? Team, ReadOnlyMemory<byte> ReasoningName, bool LocalOnly = false)
{
    private string? _inLine;

    /// <summary>The key's owner; for a front end's key, the user it asks for.</summary>
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

    /// <summary>The public part of a stored key; null for a key from the configuration.</summary>
    public string? Id { get; init; }

    public KeyRole Role { get; init; }

    public KeyStanding Standing { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>The names it may ask for.</summary>
    public NameRights Rights { get; init; } = NameRights.All;

    /// <summary>The networks it may be used from; empty for all.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>The key's own limits; null when it has none.</summary>
    public QuotaLimitsConfig? Limits { get; init; }

    /// <summary>True when its holder is a front end that names the user it asks for.</summary>
    public bool IsOnBehalfOf { get; init; }

    /// <summary>True when its requests can be answered without their tools; null when that depends on the client.</summary>
    public bool? HasOptionalTools { get; init; }

    /// <summary>The owner's name within the team; a key without an owner is its own.</summary>
    public string OwnerOrName => Owner ?? Name;

    /// <summary>The caller whose usage the requests count as.</summary>
    public QuotaCaller Counted => new(Name, OwnerOrName, Team, IsOnBehalfOf);

    /// <summary>The owner who takes turns in a line, unique across teams. No name contains the separator.</summary>
    public string InLine => _inLine ??= Team is null ? OwnerOrName : $"{Team}\0{OwnerOrName}";

    /// <summary>The caller of a gateway without keys.</summary>
    public static ApiKey Anonymous { get; } = new("anonymous", null, null, NameOf(ReasoningField.ReasoningContent));

    public static ReadOnlyMemory<byte> NameOf(ReasoningField field) =>
        field == ReasoningField.Reasoning ? ReasoningNames.Reasoning : ReasoningNames.ReasoningContent;
}
