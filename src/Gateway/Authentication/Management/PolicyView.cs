using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>A stored quota policy as shown.</summary>
internal sealed record PolicyView
{
    public string Object { get; init; } = "quota";

    public required string Name { get; init; }

    public required QuotaPer Per { get; init; }

    public string? Of { get; init; }

    public string? Model { get; init; }

    public QuotaLimitsConfig? Limits { get; init; }

    public DateTimeOffset? Created { get; init; }

    public long Version { get; init; }

    public static PolicyView From(PolicyRow row) => new()
    {
        Name = row.Name,
        Per = row.Per,
        Of = row.Of,
        Model = row.Model,
        Limits = StoredLimits.Read(row.Limits),
        Created = StoredTime.Read(row.CreatedAt),
        Version = row.Version,
    };
}
