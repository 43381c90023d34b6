using System.Globalization;
using Gateway.Wire.Errors;

namespace Gateway.Http;

/// <summary>Writes an error from the catalog in the shape of the API that was called.</summary>
internal static class ErrorResponse
{
    // Matched against the start of the path after it was normalized.
    private static readonly (PathString Path, ErrorDialect Dialect)[] Dialects =
        [("/api", ErrorDialect.Ollama), ("/v1/messages", ErrorDialect.Anthropic)];

    public static async Task WriteAsync(HttpContext context, ApiError error)
    {
        var response = context.Response;
        var body = ErrorBody.ToBytes(error, DialectOf(context));
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Final)
        {
            response.Headers["x-should-retry"] = "false";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static ErrorDialect DialectOf(HttpContext context)
    {
        var request = context.Request;
        if (Listeners.IsAdmin(context))
        {
            // The client API is not served on this listener, whatever the path looks like.
            return ErrorDialect.OpenAi;
        }

        foreach (var (path, dialect) in Dialects)
        {
            if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            {
                return dialect;
            }
        }

        // Clients of both kinds call the remaining paths.
        return AnthropicHeaders.IsFromAnthropics(request) ? ErrorDialect.Anthropic : ErrorDialect.OpenAi;
    }
}
