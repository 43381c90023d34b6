using System.Buffers;
using System.Text.Json;
using Gateway.Backends.Mends;

namespace Gateway.Providers.Ollama;

/// <summary>
/// Ollama's own completion API. Ollama's OpenAI API puts a prompt into the model's chat template, so a text is answered and not continued.
/// Here the prompt stays as it is, nothing is cut silently, and errors keep their words.
/// </summary>
internal sealed class OllamaGenerate() : BareTextTranslation("response", "done", "prompt_eval_count", "eval_count")
{
    private static readonly (string Name, string Option)[] Options =
    [
        ("max_tokens", "num_predict"), ("temperature", "temperature"), ("top_p", "top_p"), ("top_k", "top_k"), ("min_p", "min_p"),
        ("seed", "seed"),
        ("stop", "stop"), ("frequency_penalty", "frequency_penalty"), ("presence_penalty", "presence_penalty"),
        ("repeat_penalty", "repeat_penalty"),
    ];

    public override string Path => "/api/generate";

    public override void WriteRequest(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        var (hasSuffix, isStreamed) = (false, false);
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var value = RawMembers.ValueOf(ref json, body);
            if (name is "stream_options" or "options" or "raw" or "truncate" || Array.Exists(Options, o => o.Name == name))
            {
                continue;
            }

            hasSuffix |= name == "suffix" && value[0] == (byte)'"';
            isStreamed |= name == "stream";
            RawMembers.Write(writer, name, value);
        }

        // The model's template fills a gap; any other text is continued as it is.
        writer.WriteBoolean("raw"u8, !hasSuffix);
        writer.WriteBoolean("truncate"u8, false);
        if (!isStreamed)
        {
            // It streams by default.
            writer.WriteBoolean("stream"u8, false);
        }

        WriteOptions(writer, body);
        writer.WriteEndObject();
    }

    protected override bool SaysCut(ref Utf8JsonReader json, string name) =>
        name == "done_reason" && json.TokenType == JsonTokenType.String && json.ValueTextEquals("length"u8);

    // Ollama's own options in the request take precedence over OpenAI's.
    private static void WriteOptions(Utf8JsonWriter writer, ReadOnlySpan<byte> body)
    {
        writer.WriteStartObject("options"u8);
        var own = RawMembers.Find(body, "options");
        var written = new HashSet<string>(StringComparer.Ordinal);
        if (own is [(byte)'{', ..])
        {
            var inside = new Utf8JsonReader(own);
            inside.Read();
            while (inside.Read() && inside.TokenType == JsonTokenType.PropertyName)
            {
                var name = inside.GetString()!;
                written.Add(name);
                RawMembers.Write(writer, name, RawMembers.ValueOf(ref inside, own));
            }
        }

        foreach (var (name, option) in Options)
        {
            var value = RawMembers.Find(body, name);
            if (value.IsEmpty || value[0] == (byte)'n' || !written.Add(option))
            {
                continue;
            }

            if (option == "stop" && value[0] == (byte)'"')
            {
                writer.WriteStartArray(option);
                writer.WriteRawValue(value, skipInputValidation: true);
                writer.WriteEndArray();
            }
            else
            {
                RawMembers.Write(writer, option, value);
            }
        }

        writer.WriteEndObject();
    }
}
