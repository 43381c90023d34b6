using Gateway.Requests;
using Gateway.Surfaces;
using Gateway.Wire.Errors;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Http;

/// <summary>Answers every failure with JSON in the shape the client expects, never with an empty body or HTML.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    private static readonly string[] Operations = [.. SurfaceTable.All.Select(static s => s.Path)];

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e)
            when (e is ConnectionResetException || (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // The client left: nobody is there to answer, and nothing is wrong here.
            return;
        }
        catch (Exception e) when (BadBody.In(e) is { } bad)
        {
            await AnswerAsync(context, new ApiError(bad.StatusCode, "invalid_request_error", "bad_request", bad.Message));
            return;
        }
        catch (Exception e)
        {
            var id = Inquiry.Of(context).Id;
            Log.Failed(logger, id, e);
            await AnswerAsync(context, ApiErrors.Internal(id));
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentLength: null } response && response.ContentType is null)
        {
            await AnswerAsync(context, response.StatusCode == 404
                ? Listeners.IsAdmin(context)
                    ? ApiErrors.NotFoundOnAdmin(context.Request.Method, context.Request.Path)
                    : ApiErrors.NotFound(context.Request.Method, context.Request.Path, Operations)
                : ApiErrors.MethodNotAllowed(context.Request.Method, context.Request.Path, response.Headers.Allow.ToString()));
        }
    }

    private static async Task AnswerAsync(HttpContext context, ApiError error)
    {
        if (context.Response.HasStarted)
        {
            // Half a response must not look complete.
            context.Abort();
            return;
        }

        await ErrorResponse.WriteAsync(context, error);
    }

    private static partial class Log
    {
        [LoggerMessage(4900, LogLevel.Error, "Request {RequestId} failed in the gateway.")]
        public static partial void Failed(ILogger logger, string requestId, Exception e);
    }
}
