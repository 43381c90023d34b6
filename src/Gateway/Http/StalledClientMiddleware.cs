namespace Gateway.Http;

/// <summary>
/// Leaves a client that takes nothing of its answer for thirty seconds. Kestrel's own limit adds up: what a client took quickly
/// earns it time, and after some megabytes a client that stopped may hold its answer for hours.
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
