using Gateway.Authentication;
using Gateway.Protocol;

namespace Gateway.Http;

/// <summary>
/// Keeps the API off the admin's listener and the admin's off that of the API, and browsers' tricks off the admin's. Stands after
/// the path was tidied and before anything looks at it.
/// </summary>
internal sealed class ListenerMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isForAdmin = Listeners.IsAdminPath(context.Request.Path);
        if (!Listeners.IsAdmin(context))
        {
            return isForAdmin ? NotFound(context) : next(context);
        }

        Close(context.Response.Headers);
        if (AdminOrigin.WhyRefused(context.Request) is { } why)
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.AdminRefused(why));
        }

        // A proxy on this machine would let in whoever it serves.
        if (!Authenticator.IsOfThisMachine(context))
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.AdminRefused("The request came through a proxy."));
        }

        return isForAdmin || context.Request.Path.Value is "/healthz" or "/readyz" ? next(context) : NotFound(context);
    }

    // What an operator sees is for no other page, not even as a script or an image, and not for a cache.
    private static void Close(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    // The ErrorMiddleware gives it its words.
    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
