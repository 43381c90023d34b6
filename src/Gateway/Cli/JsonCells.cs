using System.Globalization;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Reads members of the gateway's answers as text; empty when missing.</summary>
internal static class JsonCells
{
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetDecimal().ToString("#,0.####", CultureInfo.InvariantCulture),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => "",
        }
        : "";

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public static JsonElement? Member(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;
}
