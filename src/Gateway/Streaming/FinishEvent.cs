using System.Buffers;
using System.Text.Json;

namespace Gateway.Streaming;

/// <summary>The event that says why a choice ended, for a backend that did not.</summary>
internal static class FinishEvent
{
    public static void Write(IBufferWriter<byte> output, StreamSettings settings, int choice, ReadOnlySpan<byte> quotedReason)
    {
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, "chatcmpl-" + settings.RequestId);
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, settings.Created);
            json.WriteString("model"u8, settings.Model);
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, choice);
            json.WriteStartObject("delta"u8);
            json.WriteEndObject();
            json.WritePropertyName("finish_reason"u8);
            json.WriteRawValue(quotedReason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }
}
