using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Errors;

/// <summary>The shapes of error bodies.</summary>
internal static class ErrorBody
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the body with the escapes that servers use.</summary>
    public static string Of(JsonNode json) => json.ToJsonString(s_options);

    /// <summary>The error object of OpenAI.</summary>
    public static string Object(string message, string type, string? code = null, string? param = null) => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code },
    }.ToJsonString(s_options);

    /// <summary>The error object of servers that repeat the status in it as a number.</summary>
    public static string Numbered(string message, string type, int code) => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
    }.ToJsonString(s_options);

    /// <summary>An error that is a text instead of an object.</summary>
    public static string Text(string message) => new JsonObject { ["error"] = message }.ToJsonString(s_options);

    /// <summary>The same error with a text instead of an object, as Ollama's own API writes it.</summary>
    public static ErrorAnswer AsText(this ErrorAnswer error)
    {
        using var body = JsonDocument.Parse(error.Body);
        return body.RootElement.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object
            ? error with { Body = Text(inner.GetProperty("message").GetString()!) }
            : error;
    }

    /// <summary>SiliconFlow's object with a numeric code.</summary>
    public static string Coded(int code, string message) =>
        new JsonObject { ["code"] = code, ["message"] = message, ["data"] = null }.ToJsonString(s_options);

    /// <summary>SiliconFlow's object without a code.</summary>
    public static string Uncoded(string message) => new JsonObject { ["message"] = message, ["data"] = null }.ToJsonString(s_options);

    /// <summary>A bare string.</summary>
    public static string Bare(string message) => JsonSerializer.Serialize(message, s_options);

    public static string Page(string title) =>
        $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1><p>This page is simulated.</p></body></html>\n";
}
