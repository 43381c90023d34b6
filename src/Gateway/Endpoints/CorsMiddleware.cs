using Gateway.Protocol;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary>Answers the browser's question before a page's request, and marks the answer as readable to the page.</summary>
internal sealed class CorsMiddleware(RequestDelegate next, SnapshotStore store)
{
    private const string Methods = "GET, HEAD, POST, OPTIONS";

    // For a browser that asks without naming headers.
    private const string UsualHeaders = "authorization, content-type, accept, x-api-key, api-key, http-referer, x-title, openai-beta";

    private const string Exposed =
        "retry-after, x-should-retry, x-request-id, x-gateway-backend, x-gateway-model, x-gateway-attempts, x-gateway-decision, x-gateway-queue-place, x-gateway-queue-wait, x-gateway-backend-trace";

    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var isPreflight = HttpMethods.IsOptions(context.Request.Method);
        if (origin.Length == 0 && !isPreflight)
        {
            return CorsPolicy.AllowsWithoutOrigin(store.Current, context.Request)
                ? next(context)
                : ErrorResponse.WriteAsync(context, ApiErrors.OriginNotAllowed(context.Request.Host.Value ?? "this host"));
        }

        context.Response.Headers.Vary = "Origin";
        if (origin.Length > 0 && !CorsPolicy.Allows(store.Current, origin))
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.OriginNotAllowed(origin));
        }

        Allow(context, origin);
        if (!isPreflight)
        {
            return next(context);
        }

        AnswerPreflight(context);
        return Task.CompletedTask;
    }

    private static void Allow(HttpContext context, string origin)
    {
        if (origin.Length > 0)
        {
            // The origin itself, never "*": and no credentials, so a browser's cookies are worth nothing here.
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = Exposed;
        }
    }

    private static void AnswerPreflight(HttpContext context)
    {
        var asked = context.Request.Headers;
        var headers = context.Response.Headers;
        var wanted = asked.AccessControlRequestHeaders.ToString();
        headers.AccessControlAllowMethods = Methods;
        // "*" would not cover Authorization.
        headers.AccessControlAllowHeaders = wanted.Length > 0 && HeaderText.IsPlain(wanted) ? wanted : UsualHeaders;
        headers.AccessControlMaxAge = "7200";
        if (asked["Access-Control-Request-Private-Network"] == "true")
        {
            headers["Access-Control-Allow-Private-Network"] = "true";
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
