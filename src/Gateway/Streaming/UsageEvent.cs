using System.Buffers;
using System.Text.Json;
using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// The one event that tells a client its tokens, with no choices and last before the end. Until then it waits here: the backend's own,
/// or one made of the last figures that stood on other events.
/// </summary>
internal sealed class UsageEvent
{
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private AnswerIdentity? _identity;
    private bool _isWhole;

    /// <summary>Takes the backend's own event.</summary>
    public void TakeWhole(ReadOnlySpan<byte> payload, ByteEdits edits)
    {
        _text.ResetWrittenCount();
        edits.Apply(payload, _text);
        _isWhole = true;
    }

    /// <summary>Takes the figures of an event that has choices.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="usage">Where they stand.</param>
    /// <param name="edits">With these the client gets the event, and its name is that of the answer.</param>
    public void Take(ReadOnlySpan<byte> payload, JsonRange usage, ByteEdits edits)
    {
        _identity ??= AnswerIdentity.Of(payload, edits);
        _text.ResetWrittenCount();
        _text.Write(payload.Slice(usage.Start, usage.Length));
        _isWhole = false;
    }

    /// <param name="output">Gets the event, if there is one.</param>
    /// <param name="settings">What it is called by where the answer's events have no names.</param>
    /// <param name="form">The shape of the answer.</param>
    /// <param name="details">Members to add to figures that stood on other events, each with a comma before it; null for none.</param>
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
