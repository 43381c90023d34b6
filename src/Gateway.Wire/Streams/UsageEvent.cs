using System.Buffers;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Streams;

/// <summary>
/// The one event that tells a client its token usage, without choices and last before the end. Until then it waits here. It is the
/// backend's own event, or one made from the last counts found on other events.
/// </summary>
internal sealed class UsageEvent
{
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private AnswerIdentity? _identity;
    private bool _isWhole;

    /// <summary>Takes the usage event that the backend sent.</summary>
    public void TakeWhole(ReadOnlySpan<byte> payload, ByteEdits edits)
    {
        _text.ResetWrittenCount();
        edits.Apply(payload, _text);
        _isWhole = true;
    }

    /// <summary>Takes the counts of an event that has choices.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="usage">The position of the counts.</param>
    /// <param name="edits">The edits with which the client gets the event; its identity is that of the answer.</param>
    public void Take(ReadOnlySpan<byte> payload, JsonRange usage, ByteEdits edits)
    {
        _identity ??= AnswerIdentity.Of(payload, edits);
        _text.ResetWrittenCount();
        _text.Write(payload.Slice(usage.Start, usage.Length));
        _isWhole = false;
    }

    /// <param name="output">Receives the event, if there is one.</param>
    /// <param name="settings">The event's identity when the answer's events have none.</param>
    /// <param name="form">The shape of the answer.</param>
    /// <param name="details">Members to add to counts found on other events, each with a leading comma; null for none.</param>
    public void Write(IBufferWriter<byte> output, StreamSettings settings, AnswerForm form, byte[]? details)
    {
        output.Write("data: "u8);
        if (_isWhole)
        {
            output.Write(_text.WrittenSpan);
            output.Write("\n\n"u8);
            return;
        }

        var edits = new ByteEdits();
        UsageShape.Mend(_text.WrittenSpan, new JsonRange(0, _text.WrittenCount), edits);
        edits.Insert(_text.WrittenCount - 1, details);
        var usage = new ArrayBufferWriter<byte>();
        edits.Apply(_text.WrittenSpan, usage);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            FinishEvent.WriteHead(json, settings, form, _identity);
            json.WriteStartArray("choices"u8);
            json.WriteEndArray();
            json.WritePropertyName("usage"u8);
            json.WriteRawValue(usage.WrittenSpan);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }
}
