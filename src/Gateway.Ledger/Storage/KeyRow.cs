using Gateway.Configuration;

namespace Gateway.Ledger.Storage;

/// <summary>
/// A stored API key. Times are milliseconds since 1970, lists are lines, limits are JSON: the same form in every database.
/// </summary>
internal sealed class KeyRow
{
    /// <summary>The public part of the key.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the whole key in hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>True when the hash includes the pepper.</summary>
    public bool IsPeppered { get; set; }

    /// <summary>The last four characters, by which a person recognizes it.</summary>
    public required string LastFour { get; set; }

    public required string Name { get; init; }

    /// <summary>The name in lower case, which is unique.</summary>
    public required string NameKey { get; init; }

    public string? Owner { get; set; }

    public string? Team { get; set; }

    public KeyRole Role { get; set; }

    public string Tags { get; set; } = "";

    public string Models { get; set; } = "";

    public string Networks { get; set; } = "";

    public bool IsLocalOnly { get; set; }

    public bool IsOnBehalfOf { get; set; }

    public ToolsWish Tools { get; set; }

    public bool IsDisabled { get; set; }

    public ReasoningField Reasoning { get; set; }

    public long? ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }

    public string? Limits { get; set; }

    public long CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The version, incremented with each change.</summary>
    public long Version { get; set; } = 1;
}
