using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>A chat request with the features that are asked about, and nothing else.</summary>
internal sealed record ExampleRequest(string Model, bool Image, string? ImageUrl, bool Tools, bool JsonSchema, bool Suffix, int Tokens)
{
    private const int MaxTokens = 5_000_000;

    // The gateway's estimate is four bytes of Latin text a token.
    private const int BytesPerToken = 4;

    private const string Pixel =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=";

    public static HttpContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public HttpContent ToContent()
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, Model);
            WriteMessages(json);
            Write(json, "tools", Tools, """[{"type":"function","function":{"name":"example","parameters":{"type":"object"}}}]""");
            Write(
                json, "response_format", JsonSchema,
                """{"type":"json_schema","json_schema":{"name":"example","schema":{"type":"object"}}}""");
            Write(json, "suffix", Suffix, "\"}\"");
            json.WriteEndObject();
        }

        return Json(body.WrittenSpan.ToArray());
    }

    private void WriteMessages(Utf8JsonWriter json)
    {
        json.WriteStartArray("messages"u8);
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, Tokens > 0 ? new string('x', Math.Min(Tokens, MaxTokens) * BytesPerToken) : "Hello");
        json.WriteEndObject();
        foreach (var image in new[] { Image ? Pixel : null, ImageUrl }.OfType<string>())
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, image);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string member, bool isWanted, string value)
    {
        if (isWanted)
        {
            json.WritePropertyName(member);
            json.WriteRawValue(value);
        }
    }
}
