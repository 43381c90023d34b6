using System.Text.Json;

namespace Gateway.Backends.Providers;

/// <summary>Takes members from one object to another byte for byte, under other names where they have others.</summary>
internal static class RawMembers
{
    /// <summary>A value as it stands there.</summary>
    /// <param name="json">Stands at the member's name, and is left at the end of its value.</param>
    /// <param name="text">What it reads.</param>
    public static ReadOnlySpan<byte> ValueOf(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return text[start..(int)json.BytesConsumed];
    }

    /// <summary>The value of a member; empty where there is none.</summary>
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
