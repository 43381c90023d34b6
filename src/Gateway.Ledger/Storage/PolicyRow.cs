using Gateway.Configuration;

namespace Gateway.Ledger.Storage;

/// <summary>A stored quota policy: the options of <c>quotas.policies</c>, with a name.</summary>
internal sealed class PolicyRow
{
    public required string Name { get; init; }

    /// <summary>The name in lower case, which is unique.</summary>
    public required string NameKey { get; init; }

    public QuotaPer Per { get; set; }

    public string? Of { get; set; }

    public string? Model { get; set; }

    public string? Limits { get; set; }

    public long CreatedAt { get; init; }

    public long Version { get; set; } = 1;
}
