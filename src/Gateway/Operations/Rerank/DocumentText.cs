using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Operations.Rerank;

/// <summary>Takes the text from a document or query given as an object, for backends that rank text.</summary>
internal readonly struct DocumentText
{
    // An object with one of these is worthless without it.
    private static readonly string[] Media = ["image", "image_url", "video", "video_url", "audio", "input_audio", "audio_url"];

    /// <summary>The text as quoted JSON; null when there is none.</summary>
    public byte[]? Text { get; private init; }

    /// <summary>True when it holds images, audio or video, which no text can replace.</summary>
    public bool HasMedia { get; private init; }

    /// <param name="json">Positioned at the start of the object; left at its end.</param>
    /// <param name="body">The bytes being read.</param>
    public static DocumentText Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        List<byte>? text = null, members = null;
        var hasMedia = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            var isText = json.ValueTextEquals("text"u8);
            var isContent = json.ValueTextEquals("content"u8);
            var isMedia = IsMedia(ref json);
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            hasMedia |= isMedia;
            if (isContent && json.TokenType == JsonTokenType.StartArray)
            {
                ReadParts(ref json, ref text, ref hasMedia);
            }
            else if ((isText || isContent) && json.TokenType == JsonTokenType.String)
            {
                Add(ref text, json.ValueSpan);
            }
            else
            {
                var value = ValueOf(ref json, body);
                Add(ref members, [.. name, .. ": "u8, .. value]);
            }
        }

        return new DocumentText { Text = Close(text ?? members), HasMedia = hasMedia };
    }

    private static void ReadParts(ref Utf8JsonReader json, ref List<byte>? text, ref bool hasMedia)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String)
            {
                Add(ref text, json.ValueSpan);
                continue;
            }

            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isText = json.ValueTextEquals("text"u8);
                hasMedia |= IsMedia(ref json);
                json.Read();
                if (isText && json.TokenType == JsonTokenType.String)
                {
                    Add(ref text, json.ValueSpan);
                }

                json.Skip();
            }
        }
    }

    // The value as it may be placed inside a string.
    private static ReadOnlySpan<byte> ValueOf(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return json.ValueSpan;
        }

        var start = (int)json.TokenStartIndex;
        json.Skip();
        return JsonText.Quote(body[start..(int)json.BytesConsumed]).AsSpan()[1..^1];
    }

    private static bool IsMedia(ref Utf8JsonReader json)
    {
        foreach (var name in Media)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(ref List<byte>? text, ReadOnlySpan<byte> line)
    {
        text ??= [];
        if (text.Count > 0)
        {
            text.AddRange("\\n"u8);
        }

        text.AddRange(line);
    }

    private static byte[]? Close(List<byte>? text) => text is null ? null : [(byte)'"', .. text, (byte)'"'];
}
