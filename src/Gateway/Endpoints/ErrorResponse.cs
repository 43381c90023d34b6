using System.Globalization;
using Gateway.Protocol;

namespace Gateway.Endpoints;

/// <summary>Answers with an error of the catalog.</summary>
internal static class ErrorResponse
{
    public static async Task WriteAsync(HttpContext context, ApiError error)
    {
        var response = context.Response;
        var body = ErrorBody.ToBytes(error);
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
}
