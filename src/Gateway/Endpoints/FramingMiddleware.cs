using Gateway.Protocol;

namespace Gateway.Endpoints;

/// <summary>
/// Refuses a request that gives its length twice, as Content-Length and in chunks. The standard lets the chunks win, but a proxy
/// before this gateway may have gone by the other, and then one of the two takes the rest of the body for somebody's next request.
/// </summary>
internal sealed class FramingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        // Kestrel has taken the Content-Length of such a request away and left it under this other name.
        if (headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length")))
        {
            // What follows on this connection cannot be trusted to be a request.
            context.Response.Headers.Connection = "close";
            return ErrorResponse.WriteAsync(context, ApiErrors.TwoLengths());
        }

        return next(context);
    }
}
