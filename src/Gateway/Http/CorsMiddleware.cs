using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Http;

/// <summary>Answers CORS preflights and marks responses as readable by the page.</summary>
internal sealed class CorsMiddleware(RequestDelegate next, SnapshotStore store)
{
    private const string Methods = "GET, HEAD, POST, OPTIONS";

    // Used when the browser names no headers.
    private const string UsualHeaders = "authorization, content-type, accept, x-api-key, api-key, http-referer, x-title, openai-beta";

    // Every header the gateway sends beyond those that pages may always read. A test compares the two.
    private static readonly string Exposed = string.Join(
        ", ",
        (IEnumerable<string>)[
            "retry-after", "x-should-retry", "x-request-id", "allow", Chores.Header, .. GatewayHeaders.All, .. RateLimitHeaders.All
        ]);

    public Task InvokeAsync(HttpContext context)
    {
        if (!CorsPolicy.AllowsHost(store.Current, context.Request))
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.HostNotAllowed(OwnHosts.Of(context.Request).Host));
        }

        var origin = context.Request.Headers.Origin.ToString();
        var isPreflight = HttpMethods.IsOptions(context.Request.Method);
        if (origin.Length == 0 && !isPreflight)
        {
            return next(context);
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
            // The origin itself, never "*", and no credentials: a browser's cookies are worth nothing here.
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
