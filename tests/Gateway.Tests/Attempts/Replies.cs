using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>The usual replies of backends.</summary>
internal static class Replies
{
    public const string Json = "application/json";
    public const string EventStream = "text/event-stream";

    /// <summary>Nothing, until nobody waits for it any more.</summary>
    public static Reply Never { get; } = async gone =>
    {
        var waits = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var leaves = gone.Register(() => waits.TrySetCanceled(gone));
        return await waits.Task;
    };

    /// <summary>Nobody is there.</summary>
    public static Reply Unreachable { get; } = _ =>
        Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

    /// <summary>The connection is lost.</summary>
    public static Reply Lost { get; } = _ =>
        Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ResponseEnded, "lost"));

    /// <summary>A whole answer that is not streamed.</summary>
    public static string Whole(string text) =>
        $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""";

    /// <summary>What a whole answer says.</summary>
    public static string? TextOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }

    public static string Error(string message, string? code = null) =>
        $$$"""{"error":{"message":"{{{message}}}","type":"e","code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""";

    public static Reply Says(string text) => Ok(Whole(text));

    public static Reply Ok(string body, string? type = Json) => _ => Task.FromResult(Response(200, body, type));

    public static Reply Fails(int status, string message = "no", string? code = null, int? retryAfter = null) =>
        _ => Task.FromResult(Response(status, Error(message, code), Json, retryAfter));

    /// <summary>A stream of the test's own.</summary>
    public static Reply Streams(ScriptedStream stream) => _ => Task.FromResult(Labelled(new StreamContent(stream), 200, EventStream));

    /// <summary>Another reply, once a test lets it.</summary>
    public static Reply After(Task go, Reply then) => async gone =>
    {
        await go.WaitAsync(gone);
        return await then(gone);
    };

    public static HttpResponseMessage Response(int status, string body, string? type = Json, int? retryAfter = null)
    {
        var response = Labelled(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), status, type);
        if (retryAfter is { } seconds)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    private static HttpResponseMessage Labelled(HttpContent content, int status, string? type)
    {
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
