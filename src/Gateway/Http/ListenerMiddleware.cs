using Gateway.Authentication;
using Gateway.Wire.Errors;

namespace Gateway.Http;

/// <summary>
/// Keeps the API off the admin listener, the admin pages off the API listener, and browser tricks off the admin pages. Runs after the path
/// is normalized and before anything reads it.
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

        // A proxy on this machine would let in everyone it serves.
        if (!Authenticator.IsOfThisMachine(context))
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.AdminRefused("The request came through a proxy."));
        }

        return isForAdmin || context.Request.Path.Value is "/healthz" or "/readyz" ? next(context) : NotFound(context);
    }

    // No other page may load the operator's pages, not even as a script or an image, and no cache may keep them.
    private static void Close(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    // ErrorMiddleware writes the body.
    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
