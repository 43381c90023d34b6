using Gateway.Requests;

namespace Gateway.Endpoints;

/// <summary>Step 1 of the path: gives the request its id and brings its path to the one we know. Stands before routing.</summary>
internal sealed class ReceiveMiddleware(RequestDelegate next, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = new GatewayRequest(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetTimestamp());
        context.Features.Set(request);
        context.Response.Headers["x-request-id"] = request.Id;
        if (context.Request.Path.Value is { } path)
        {
            var rewritten = PathRewriter.Rewrite(path);
            if (!ReferenceEquals(rewritten, path))
            {
                context.Request.Path = rewritten;
            }
        }

        return next(context);
    }
}
