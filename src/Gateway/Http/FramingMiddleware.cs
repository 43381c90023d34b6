using Gateway.Wire.Errors;

namespace Gateway.Http;

/// <summary>
/// Refuses requests whose end two readers could see in different places: a request with both Content-Length and chunked encoding, or one
/// with a transfer encoding other than chunked. The standard lets chunked win, and the server reads only up to the last chunk. But a proxy
/// in front of the gateway may have used the length. Then one of the two takes the rest of the body for somebody else's next request.
/// </summary>
internal sealed class FramingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TransferEncoding is not { Count: > 0 } encodings)
        {
            return next(context);
        }

        // Kestrel removes the Content-Length of such a request and keeps it under this name.
        if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
        {
            return RefuseAsync(context, ApiErrors.TwoLengths());
        }

        // HTTP/1.0 has no chunked encoding: a reader that goes by the version takes the chunks as the body.
        return encodings.Count == 1
            && !HttpProtocol.IsHttp10(context.Request.Protocol)
            && encodings[0].AsSpan().Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? next(context)
            : RefuseAsync(context, ApiErrors.TransferEncodingNotSupported());
    }

    // The bytes that follow on this connection cannot be trusted to be a request.
    private static Task RefuseAsync(HttpContext context, ApiError error)
    {
        context.Response.Headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, error);
    }
}
