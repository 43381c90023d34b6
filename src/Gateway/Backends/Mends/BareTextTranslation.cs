using System.Buffers;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Backends.Mends;

/// <summary>Translates for servers whose own answers are bare text with a member that marks the end: Ollama and llama.cpp.</summary>
/// <param name="text">The member with the text.</param>
/// <param name="ends">The member that is true at the end.</param>
/// <param name="prompt">The member with the prompt tokens.</param>
/// <param name="output">The member with the output tokens.</param>
internal abstract class BareTextTranslation(string text, string ends, string prompt, string output) : Translation
{
    /// <summary>True when a member says that a limit ended the answer.</summary>
    /// <param name="json">Positioned at its value.</param>
    /// <param name="name">Its name.</param>
    protected abstract bool SaysCut(ref Utf8JsonReader json, string name);

    public sealed override bool WriteAnswer(ReadOnlySpan<byte> json, IBufferWriter<byte> to)
    {
        var said = default(Said);
        if (!TryRead(json, ref said))
        {
            to.Write(json);
            return false;
        }

        using var writer = new Utf8JsonWriter(to);
        writer.WriteStartObject();
        if (!said.Model.IsAbsent)
        {
            writer.WritePropertyName("model"u8);
            writer.WriteRawValue(json.Slice(said.Model.Start, said.Model.Length), skipInputValidation: true);
        }

        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WritePropertyName("text"u8);
        writer.WriteRawValue(json.Slice(said.Text.Start, said.Text.Length), skipInputValidation: true);
        writer.WriteString("finish_reason"u8, !said.Ends ? null : said.IsCut ? "length" : "stop");
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (said.Ends)
        {
            WriteUsage(writer, said);
        }

        writer.WriteEndObject();
        return said.Ends;
    }

    private static void WriteUsage(Utf8JsonWriter writer, in Said said)
    {
        if (said.Output is not { } output)
        {
            return;
        }

        writer.WriteStartObject("usage"u8);
        if (said.Prompt is { } prompt)
        {
            writer.WriteNumber("prompt_tokens"u8, prompt);
        }

        writer.WriteNumber("completion_tokens"u8, output);
        writer.WriteNumber("total_tokens"u8, (said.Prompt ?? 0) + output);
        writer.WriteEndObject();
    }

    private bool TryRead(ReadOnlySpan<byte> text, ref Said said)
    {
        try
        {
            var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json, ref said);
            }

            return !said.Text.IsAbsent && !said.IsError;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void ReadMember(ref Utf8JsonReader json, ref Said said)
    {
        var name = json.GetString()!;
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.String && (name == text || name == "model"))
        {
            var range = new JsonRange(start, (int)json.BytesConsumed - start);
            _ = name == text ? said.Text = range : said.Model = range;
        }
        else if (name == ends)
        {
            said.Ends = json.TokenType == JsonTokenType.True;
        }
        else if (name == "error")
        {
            said.IsError = json.TokenType != JsonTokenType.Null;
        }
        else if (json.TokenType == JsonTokenType.Number && (name == prompt || name == output) && json.TryGetInt64(out var count))
        {
            _ = name == prompt ? said.Prompt = count : said.Output = count;
        }
        else
        {
            said.IsCut |= SaysCut(ref json, name);
        }

        json.Skip();
    }

    private record struct Said
    {
        public JsonRange Text { get; set; }

        public JsonRange Model { get; set; }

        public bool Ends { get; set; }

        public bool IsCut { get; set; }

        public bool IsError { get; set; }

        public long? Prompt { get; set; }

        public long? Output { get; set; }
    }
}
