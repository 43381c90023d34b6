using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>A team as shown.</summary>
internal sealed record TeamView
{
    public string Object { get; init; } = "team";

    public required string Name { get; init; }

    public QuotaLimitsConfig? Limits { get; init; }

    public string? TimeZone { get; init; }

    public required string Source { get; init; }

    public DateTimeOffset? Created { get; init; }

    public long Version { get; init; }

    public static TeamView Of(TeamRow row) => new()
    {
        Name = row.Name,
        Limits = StoredLimits.Read(row.Limits),
        TimeZone = row.TimeZone,
        Source = KeyView.Stored,
        Created = StoredTime.Read(row.CreatedAt),
        Version = row.Version,
    };

    public static TeamView Of(TeamConfig team) =>
        new() { Name = team.Name, Limits = team.Limits, TimeZone = team.TimeZone, Source = KeyView.Written };
}
