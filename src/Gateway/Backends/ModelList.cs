using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Backends;

/// <summary>Reads the ids out of a <c>/v1/models</c> answer.</summary>
internal static class ModelList
{
    /// <exception cref="JsonException">It is not such an answer.</exception>
    public static ImmutableArray<string> Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadList(body);
        }
        catch (InvalidOperationException e)
        {
            // The reader says this of text that is no Unicode.
            throw new JsonException("not Unicode", e);
        }
    }

    private static ImmutableArray<string> ReadList(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var ids = ImmutableArray.CreateBuilder<string>();
        var hasData = false;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isData = json.ValueTextEquals("data"u8);
            json.Read();
            if (!isData || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                hasData |= isData;
                continue;
            }

            hasData = true;
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                ReadItem(ref json, ids);
            }
        }

        return hasData ? ids.ToImmutable() : throw new JsonException("no data");
    }

    private static void ReadItem(ref Utf8JsonReader json, ImmutableArray<string>.Builder ids)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("id"u8);
            json.Read();
            if (isId && json.TokenType == JsonTokenType.String && json.GetString() is { Length: > 0 } id)
            {
                ids.Add(id);
            }

            json.Skip();
        }
    }
}
