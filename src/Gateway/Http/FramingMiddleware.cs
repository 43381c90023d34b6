using Gateway.Protocol;

namespace Gateway.Http;

/// <summary>
/// Refuses a request whose end two readers may see in different places: one that gives its length twice, as Content-Length and in chunks,
/// and one that is packed in other ways than in chunks. The standard lets the chunks win, and the server reads no further than the last
/// word; a proxy before this gateway may have gone by the other, and then one of the two takes the rest of the body for somebody's next
/// request.
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

        // Kestrel has taken the Content-Length of such a request away and left it under this other name.
        if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
        {
            return RefuseAsync(context, ApiErrors.TwoLengths());
        }

        // HTTP/1.0 has none, so whoever reads it as that takes the chunks for the body.
        return encodings.Count == 1 && !HttpProtocol.IsHttp10(context.Request.Protocol) && encodings[0].AsSpan().Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? next(context)
            : RefuseAsync(context, ApiErrors.TransferEncodingNotSupported());
    }

    // What follows on this connection cannot be trusted to be a request.
    private static Task RefuseAsync(HttpContext context, ApiError error)
    {
        context.Response.Headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, error);
    }
}
