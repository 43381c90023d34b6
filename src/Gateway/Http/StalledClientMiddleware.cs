namespace Gateway.Http;

/// <summary>
/// Drops a client that reads nothing of its response for thirty seconds. Kestrel's own limit accumulates: a client earns time by reading
/// fast at first, and after some megabytes it can stop and hold its response for hours.
/// </summary>
internal sealed class StalledClientMiddleware(RequestDelegate next, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        await using var guarded = new StalledClientStream(body, time, context.Abort);
        context.Response.Body = guarded;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }
    }
}
