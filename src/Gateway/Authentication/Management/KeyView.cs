using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>A key as shown in the admin API, on the command line and in the audit log. Contains neither secret nor hash.</summary>
internal sealed record KeyView
{
    public const string Stored = "store";
    public const string Written = "config";

    public string Object { get; init; } = "key";

    /// <summary>The public part; for a configured key, <c>config:</c> and its name.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Owner { get; init; }

    public string? Team { get; init; }

    public required KeyRole Role { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required IReadOnlyList<string> Networks { get; init; }

    public bool LocalOnly { get; init; }

    public bool OnBehalfOf { get; init; }

    public ToolsWish Tools { get; init; }

    public bool Disabled { get; init; }

    public required ReasoningField Reasoning { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Revoked { get; init; }

    public QuotaLimitsConfig? Limits { get; init; }

    /// <summary>Its beginning and end, by which a person recognizes it; null for a configured key.</summary>
    public string? Display { get; init; }

    /// <summary>Where it is kept: <c>store</c>, or <c>config</c>, which the API cannot change.</summary>
    public required string Source { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>The version, incremented with each change; used as the ETag. 0 for a configured key.</summary>
    public long Version { get; init; }

    public static KeyView Of(KeyRow row)
    {
        var spec = KeySpec.Of(row);
        return new KeyView
        {
            Id = row.Id,
            Name = spec.Name,
            Owner = spec.Owner,
            Team = spec.Team,
            Role = spec.Role,
            Tags = spec.Tags,
            Models = spec.Models,
            Networks = spec.Networks,
            LocalOnly = spec.LocalOnly,
            OnBehalfOf = spec.OnBehalfOf,
            Tools = spec.Tools,
            Disabled = spec.Disabled,
            Reasoning = spec.Reasoning,
            Expires = spec.Expires,
            Revoked = StoredTime.Read(row.RevokedAt),
            Limits = spec.Limits,
            Display = $"sk-gw-{row.Id}-...{row.LastFour}",
            Source = Stored,
            Created = StoredTime.Read(row.CreatedAt),
            CreatedBy = row.CreatedBy,
            Version = row.Version,
        };
    }

    public static KeyView Of(KeyConfig key) => new()
    {
        Id = $"config:{key.Name}",
        Name = key.Name,
        Owner = key.Owner,
        Team = key.Team,
        Role = key.Role,
        Tags = key.Tags,
        Models = key.Models,
        Networks = key.Networks,
        LocalOnly = key.LocalOnly,
        OnBehalfOf = key.OnBehalfOf,
        Tools = key.Tools,
        Disabled = key.Disabled,
        Reasoning = key.Reasoning,
        Expires = key.Expires,
        Limits = key.Limits,
        Source = Written,
    };
}
