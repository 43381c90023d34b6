using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Simulator.Streaming;

/// <summary>Writes JSON objects into memory that is used again for each of them.</summary>
internal sealed class JsonBuffer
{
    // Relaxed, so that Chinese text goes out as UTF-8 and can be split inside a character.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes an object; it holds until the next call.</summary>
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
