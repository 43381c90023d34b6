using System.Buffers;
using System.Text.Json;
using Gateway.Backends.Mends;

namespace Gateway.Providers.LlamaCpp;

/// <summary>llama.cpp's endpoint for filling a gap. Its other endpoints silently ignore a suffix.</summary>
internal sealed class LlamaCppInfill() : BareTextTranslation("content", "stop", "tokens_evaluated", "tokens_predicted")
{
    public override string Path => "/infill";

    public override void WriteRequest(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var value = RawMembers.ValueOf(ref json, body);
            var own = name switch
            {
                "prompt" => "input_prefix",
                "suffix" => "input_suffix",
                "max_tokens" => "n_predict",
                "stream_options" => null,
                _ => name,
            };
            if (own is not null)
            {
                RawMembers.Write(writer, own, value);
            }
        }

        writer.WriteEndObject();
    }

    // Older servers have a member for each reason.
    protected override bool SaysCut(ref Utf8JsonReader json, string name) =>
        (name == "stop_type" && json.TokenType == JsonTokenType.String && json.ValueTextEquals("limit"u8))
        || (name == "stopped_limit" && json.TokenType == JsonTokenType.True);
}
