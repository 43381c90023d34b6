using System.Text.Json;
using Gateway.Ledger.Storage;

namespace Gateway.Authentication.Management;

/// <summary>An entry of the audit log as shown.</summary>
internal sealed record AuditView
{
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public string? From { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public JsonElement? Before { get; init; }

    public JsonElement? After { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    public static AuditView Of(AuditRow row) => new()
    {
        Number = row.Number,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        By = row.By,
        From = row.From,
        Action = row.Action,
        Target = row.Target,
        Before = Parsed(row.Before),
        After = Parsed(row.After),
        PreviousHash = row.PreviousHash,
        Hash = row.Hash,
    };

    private static JsonElement? Parsed(string? json) => json is null ? null : JsonElement.Parse(json);
}
