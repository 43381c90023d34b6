using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Backends.Discovery;

/// <summary>
/// Reads what a backend says about itself. A DOM is fine here, off the request path. No member is trusted to have the right type: one
/// of another type counts as missing.
/// </summary>
internal static class ProbeJson
{
    /// <summary>Longer texts are neither model names nor words of a backend.</summary>
    public const int MaxText = 256;

    /// <returns>Null for text that is not JSON, or contains invalid Unicode, which would throw wherever it is read.</returns>
    public static JsonElement? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return Utf8.IsValid(body) && HasUnicodeOnly(body) ? JsonElement.Parse(body) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>The member; null when it is missing or null, or this is not an object.</returns>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <returns>The text of a member if it is usable: not empty, not overlong, and without control characters.</returns>
    public static string? Text(this JsonElement json, string name) => json.Member(name) is { } member ? Text(member) : null;

    /// <returns>The text, if it is usable.</returns>
    public static string? Text(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 and <= MaxText } text && !text.Any(char.IsControl)
            ? text
            : null;

    /// <returns>The member if it is a whole number above zero.</returns>
    public static int? Count(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var count) && count > 0 ? count : null;

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <returns>The items of a member that is an array; null otherwise.</returns>
    public static IReadOnlyList<JsonElement>? List(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } member ? [.. member.EnumerateArray()] : null;

    private static bool HasUnicodeOnly(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            // Half a surrogate pair can only be written as an escape. Reading it makes it throw here rather than later.
            if (json.ValueIsEscaped)
            {
                _ = json.GetString();
            }
        }

        return true;
    }
}
