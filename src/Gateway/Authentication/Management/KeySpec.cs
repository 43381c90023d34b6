using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>The parts of a key that a caller may choose; the rest is generated or counted.</summary>
internal sealed record KeySpec
{
    public string Name { get; init; } = "";

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public KeyRole Role { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Models { get; init; } = [];

    public IReadOnlyList<string> Networks { get; init; } = [];

    public bool LocalOnly { get; init; }

    public bool OnBehalfOf { get; init; }

    public ToolsWish Tools { get; init; }

    public bool Disabled { get; init; }

    public ReasoningField Reasoning { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public QuotaLimitsConfig? Limits { get; init; }

    public static KeySpec Of(KeyRow row) => new()
    {
        Name = row.Name,
        Owner = row.Owner,
        Team = row.Team,
        Role = row.Role,
        Tags = StoredList.Read(row.Tags),
        Models = StoredList.Read(row.Models),
        Networks = StoredList.Read(row.Networks),
        LocalOnly = row.IsLocalOnly,
        OnBehalfOf = row.IsOnBehalfOf,
        Tools = row.Tools,
        Disabled = row.IsDisabled,
        Reasoning = row.Reasoning,
        Expires = StoredTime.Read(row.ExpiresAt),
        Limits = StoredLimits.Read(row.Limits),
    };

    /// <summary>Writes it to a row; the name stays, since the key's usage is counted by it.</summary>
    public void WriteTo(KeyRow row)
    {
        row.Owner = Owner;
        row.Team = Team;
        row.Role = Role;
        row.Tags = StoredList.Write(Tags);
        row.Models = StoredList.Write(Models);
        row.Networks = StoredList.Write(Networks);
        row.IsLocalOnly = LocalOnly;
        row.IsOnBehalfOf = OnBehalfOf;
        row.Tools = Tools;
        row.IsDisabled = Disabled;
        row.Reasoning = Reasoning;
        row.ExpiresAt = StoredTime.Write(Expires);
        row.Limits = StoredLimits.Write(Limits);
    }
}
