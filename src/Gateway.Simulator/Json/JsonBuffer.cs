using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Simulator.Json;

/// <summary>Writes JSON objects into a reused buffer.</summary>
internal sealed class JsonBuffer
{
    // The relaxed encoder writes Chinese text as UTF-8, which can be split inside a character.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes an object, which is valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> writeMembers)
    {
        _bytes.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_bytes, s_options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }
        return _bytes.WrittenMemory;
    }
}
