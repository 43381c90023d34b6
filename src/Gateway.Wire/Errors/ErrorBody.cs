using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Wire.Errors;

/// <summary>Writes errors in the called API's shape: as a response body, and as the event that ends a broken stream.</summary>
internal static class ErrorBody
{
    // Relaxed: messages hold quotes and Chinese text, and the body is JSON, never HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Anthropic's own names. Other statuses are the request's fault below 500, and unspecific from there on.
    private static readonly Dictionary<int, string> AnthropicTypes = new()
    {
        [401] = "authentication_error",
        [402] = "billing_error",
        [403] = "permission_error",
        [404] = "not_found_error",
        [413] = "request_too_large",
        [429] = "rate_limit_error",
        [503] = "overloaded_error",
        [504] = "timeout_error",
    };

    public static byte[] ToBytes(ApiError error, ErrorDialect dialect = ErrorDialect.OpenAi)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer, error with { Message = Words(error) }, dialect);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Writes the event that ends a stream which broke after it was committed: no <c>choices</c>, and no <c>[DONE]</c> after it. Its type
    /// is never <c>server_error</c>, and <see cref="StreamErrorText"/> keeps trigger words out of its message, because clients answer those
    /// by sending the whole prompt again.
    /// </summary>
    public static void WriteStreamEvent(IBufferWriter<byte> output, string message)
    {
        output.Write("data: "u8);
        var error = new ApiError(200, "upstream_error", "upstream_stream_interrupted", StreamErrorText.WithoutTriggers(message));
        Write(output, error, ErrorDialect.OpenAi);
        output.Write("\n\n"u8);
    }

    // Some clients go by the words rather than the status. They must not read that resending helps when it does not, nor
    // that a shorter conversation does.
    private static string Words(ApiError error)
    {
        var words = error.Code == ApiErrors.ContextLengthExceeded ? error.Message : StreamErrorText.WithoutShortening(error.Message);
        return error.Final ? StreamErrorText.WithoutResending(words) : words;
    }

    private static void Write(IBufferWriter<byte> output, ApiError error, ErrorDialect dialect)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        switch (dialect)
        {
            case ErrorDialect.OpenAi:
                json.WritePropertyName("error"u8);
                WriteError(json, error);
                break;
            case ErrorDialect.Anthropic:
                json.WriteString("type"u8, "error"u8);
                json.WriteStartObject("error"u8);
                var unlisted = error.Status < 500 ? "invalid_request_error" : "api_error";
                json.WriteString("type"u8, AnthropicTypes.GetValueOrDefault(error.Status, unlisted));
                json.WriteString("message"u8, error.Message);
                json.WriteEndObject();
                break;
            case ErrorDialect.Ollama:
                json.WriteString("error"u8, error.Message);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the error itself, as the value of the member that holds it.</summary>
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
