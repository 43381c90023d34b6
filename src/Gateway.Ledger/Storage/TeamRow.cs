namespace Gateway.Ledger.Storage;

/// <summary>A stored team.</summary>
internal sealed class TeamRow
{
    public required string Name { get; init; }

    /// <summary>The name in lower case, which is unique.</summary>
    public required string NameKey { get; init; }

    public string? Limits { get; set; }

    public string? TimeZone { get; set; }

    public long CreatedAt { get; init; }

    public long Version { get; set; } = 1;
}
