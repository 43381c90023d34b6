using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Endpoints;

/// <summary>Sends short bodies.</summary>
internal static class Replies
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task ErrorAsync(HttpContext http, ErrorAnswer error)
    {
        if ((error.RetryAfter ?? error.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture)) is { } wait)
        {
            http.Response.Headers.RetryAfter = wait;
        }
        return SendAsync(http, error.Status, error.ContentType, error.Body);
    }

    public static Task TextAsync(HttpContext http, string text) => SendAsync(http, 200, "text/plain; charset=utf-8", text);

    public static Task JsonAsync<T>(HttpContext http, int status, T value) =>
        SendAsync(http, status, "application/json", JsonSerializer.Serialize(value, s_options));

    public static async Task SendAsync(HttpContext http, int status, string contentType, string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes);
    }
}
