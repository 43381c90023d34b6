using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>Writes errors in OpenAI's shape: as a response body, and as the one event that ends a broken stream.</summary>
internal static class ErrorBody
{
    // Relaxed: messages hold quotes and Chinese text, and the body is JSON, never HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(ApiError error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer, error);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The event that ends a stream which broke after it was committed: no <c>choices</c>, no <c>[DONE]</c> after it.
    /// Its type is never <c>server_error</c>, and <see cref="StreamErrorText"/> keeps trigger words out of its message, because
    /// clients answer those by sending the whole prompt again.
    /// </summary>
    public static void WriteStreamEvent(IBufferWriter<byte> output, string message)
    {
        output.Write("data: "u8);
        Write(output, new ApiError(200, "upstream_error", "upstream_stream_interrupted", StreamErrorText.WithoutTriggers(message)));
        output.Write("\n\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, ApiError error)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WritePropertyName("error"u8);
        WriteError(json, error);
        json.WriteEndObject();
    }

    /// <summary>The error itself, as the value of whatever holds it.</summary>
    public static void WriteError(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        json.WriteEndObject();
    }
}
