using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Backends.Discovery;

/// <summary>
/// Reads what a backend says of itself. A DOM is fine here, off the path of any request. Nothing is believed to have the type it
/// should: a member of another type counts as not said.
/// </summary>
internal static class ProbeJson
{
    /// <summary>Longer names are no model's and no word of a backend's.</summary>
    public const int MaxText = 256;

    /// <returns>Null for what is not JSON, or holds text that is not Unicode, which would throw wherever it is looked at.</returns>
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

    /// <returns>The member; null when it is missing or null, or this is no object.</returns>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <returns>The text of a member if it is usable: neither empty nor overlong, and without control characters.</returns>
    public static string? Text(this JsonElement json, string name) => json.Member(name) is { } member ? Text(member) : null;

    /// <returns>The text, if it is some and usable.</returns>
    public static string? Text(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 and <= MaxText } text && !text.Any(char.IsControl) ? text : null;

    /// <returns>A member that is a whole number above zero.</returns>
    public static int? Count(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var count) && count > 0 ? count : null;

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <returns>The items of a member that is an array; null when it is none.</returns>
    public static IReadOnlyList<JsonElement>? List(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } member ? [.. member.EnumerateArray()] : null;

    private static bool HasUnicodeOnly(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        while (json.Read())
        {
            // Half a surrogate pair can only be written as an escape. Reading it throws here rather than anywhere later.
            if (json.ValueIsEscaped)
            {
                _ = json.GetString();
            }
        }

        return true;
    }
}
