using System.Buffers;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>The identity under which a client knows the events of one answer: id, model and time from the first event.</summary>
internal sealed class AnswerIdentity
{
    /// <summary>The values as JSON; empty when the first event had none.</summary>
    public ReadOnlyMemory<byte> Id { get; private set; }

    public ReadOnlyMemory<byte> Created { get; private set; }

    public ReadOnlyMemory<byte> Model { get; private set; }

    /// <summary>Reads the identity from an event as the client gets it.</summary>
    public static AnswerIdentity Of(ReadOnlySpan<byte> payload, ByteEdits edits)
    {
        if (edits.IsEmpty)
        {
            return Of(payload);
        }

        var edited = new ArrayBufferWriter<byte>(payload.Length);
        edits.Apply(payload, edited);
        return Of(edited.WrittenSpan);
    }

    /// <summary>Reads the identity from an event.</summary>
    public static AnswerIdentity Of(ReadOnlySpan<byte> payload)
    {
        var identity = new AnswerIdentity();
        var json = new Utf8JsonReader(payload);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("id"u8);
            var isCreated = json.ValueTextEquals("created"u8);
            var isModel = json.ValueTextEquals("model"u8);
            if (ReadValue(ref json) is var range && (isId || isCreated || isModel))
            {
                var value = payload.Slice(range.Start, range.Length).ToArray();
                _ = isId ? identity.Id = value : isCreated ? identity.Created = value : identity.Model = value;
            }
        }

        return identity;
    }

    /// <summary>Gives an event of another answer this one's identity.</summary>
    public void PutOn(ReadOnlySpan<byte> payload, ByteEdits edits)
    {
        var json = new Utf8JsonReader(payload);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var value = json.ValueTextEquals("id"u8) ? Id
                : json.ValueTextEquals("created"u8) ? Created
                : json.ValueTextEquals("model"u8) ? Model
                : default;
            var range = ReadValue(ref json);
            if (!value.IsEmpty)
            {
                edits.ReplaceAnew(range.Start, range.Length, value);
            }
        }
    }

    private static JsonRange ReadValue(ref Utf8JsonReader json)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new JsonRange(start, (int)json.BytesConsumed - start);
    }
}
