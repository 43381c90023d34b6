using System.Buffers;
using System.Text.Json;
using Gateway.Wire.Answers;

namespace Gateway.Wire.Streams;

/// <summary>Writes the event that says why a choice ended, for a backend that did not.</summary>
internal static class FinishEvent
{
    /// <param name="output">Receives the event.</param>
    /// <param name="settings">The event's identity.</param>
    /// <param name="form">The shape of the answer.</param>
    /// <param name="identity">The identity to use instead, for an answer that began as another.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="quotedReason">The reason why it ended.</param>
    /// <param name="letGo">The members of its delta: text that was held back until now.</param>
    public static void Write(
        IBufferWriter<byte> output,
        StreamSettings settings,
        AnswerForm form,
        AnswerIdentity? identity,
        int choice,
        ReadOnlySpan<byte> quotedReason,
        ReadOnlySpan<byte> letGo = default)
    {
        output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            WriteHead(json, settings, form, identity);
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, choice);
            if (form.IsText)
            {
                json.WriteString("text"u8, ""u8);
            }
            else
            {
                json.WritePropertyName("delta"u8);
                json.WriteRawValue([(byte)'{', .. letGo, (byte)'}']);
            }

            json.WritePropertyName("finish_reason"u8);
            json.WriteRawValue(quotedReason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    /// <summary>Writes the identity of a stream's events.</summary>
    public static void WriteHead(Utf8JsonWriter json, StreamSettings settings, AnswerForm form, AnswerIdentity? identity)
    {
        if (identity is null)
        {
            json.WriteString("id"u8, form.IdPrefix + settings.RequestId);
            WriteRaw(json, "object"u8, form.ChunkObject);
            json.WriteNumber("created"u8, settings.Created);
            json.WriteString("model"u8, settings.Model);
            return;
        }

        WriteRaw(json, "id"u8, identity.Id);
        WriteRaw(json, "object"u8, form.ChunkObject);
        WriteRaw(json, "created"u8, identity.Created);
        WriteRaw(json, "model"u8, identity.Model);
    }

    private static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        if (!value.IsEmpty)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.Span);
        }
    }
}
