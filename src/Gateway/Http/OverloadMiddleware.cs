using Gateway.Protocol;
using Gateway.Runtime;

namespace Gateway.Http;

/// <summary>
/// Refuses new work while memory is short. Stands behind the browser's questions, so that pages can read the refusal, and before
/// anything of the body is read. Only the API is refused: a supervisor that hears nothing would kill what still runs.
/// </summary>
internal sealed class OverloadMiddleware(RequestDelegate next, OverloadSignal overload)
{
    public Task InvokeAsync(HttpContext context) =>
        overload.IsOverloaded && context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
            ? ErrorResponse.WriteAsync(context, ApiErrors.ShortOfMemory())
            : next(context);
}
