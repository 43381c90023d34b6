using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Http;

/// <summary>
/// Refuses new work while memory is short. Runs after CORS, so that pages can read the refusal, and before any of the body is read. Only
/// the API is refused: a supervisor without an answer would kill the requests that still run.
/// </summary>
internal sealed class OverloadMiddleware(RequestDelegate next, OverloadSignal overload)
{
    public Task InvokeAsync(HttpContext context) =>
        overload.IsOverloaded && context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
            ? ErrorResponse.WriteAsync(context, ApiErrors.ShortOfMemory())
            : next(context);
}
