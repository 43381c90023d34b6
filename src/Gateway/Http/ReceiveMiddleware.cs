using Gateway.Http.Connections;
using Gateway.Requests;

namespace Gateway.Http;

/// <summary>Step 1 of the path: gives the request its id and normalizes its path. Runs before routing.</summary>
internal sealed class ReceiveMiddleware(RequestDelegate next, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var inquiry = new Inquiry(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetTimestamp());
        context.Features.Set(inquiry);
        context.Response.Headers["x-request-id"] = inquiry.Id;
        if (context.Request.Path.Value is { } path)
        {
            var rewritten = PathRewriter.Rewrite(path);
            if (!ReferenceEquals(rewritten, path))
            {
                context.Request.Path = rewritten;
            }
        }

        var connection = context.Features.Get<OpenConnection>();
        connection?.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            connection?.End();
        }
    }
}
