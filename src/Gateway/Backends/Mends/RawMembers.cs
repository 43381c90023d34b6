using System.Text.Json;

namespace Gateway.Backends.Mends;

/// <summary>Copies members from one object to another byte for byte, renaming them where needed.</summary>
internal static class RawMembers
{
    /// <summary>Returns a value as written.</summary>
    /// <param name="json">Positioned at the member's name; left at the end of its value.</param>
    /// <param name="text">The text being read.</param>
    public static ReadOnlySpan<byte> ValueOf(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return text[start..(int)json.BytesConsumed];
    }

    /// <summary>Finds the value of a member; empty when it is missing.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text, string name)
    {
        var json = new Utf8JsonReader(text);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            var value = ValueOf(ref json, text);
            if (isIt)
            {
                return value;
            }
        }

        return default;
    }

    public static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value, skipInputValidation: true);
    }
}
