using Gateway.Authentication;
using Gateway.Forwarding;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Streaming;

namespace Gateway.Endpoints;

/// <summary><c>POST /v1/chat/completions</c>: the path of a chat request, step by step.</summary>
internal sealed class ChatEndpoint(SnapshotStore store, BodyIntake intake, ChatForwarder forwarder, RequestLog log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = GatewayRequest.Of(context);
        // Taken once: a reload in the middle of this request changes nothing for it.
        var snapshot = store.Current;
        try
        {
            request.Error = await AdmitAsync(context, request, snapshot);
            if (request.Error is null)
            {
                await ForwardAsync(context, request, snapshot);
            }

            if (request.Error is { } error && !context.RequestAborted.IsCancellationRequested)
            {
                request.End = request.End == AnswerEnd.None ? AnswerEnd.Refused : request.End;
                await ErrorResponse.WriteAsync(context, error);
            }
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // For the log line; the middleware above answers, and logs why.
            request.Error = ApiErrors.Internal(request.Id);
            throw;
        }
        finally
        {
            request.ReleaseBody();
            log.Write(context, request);
        }
    }

    private async ValueTask<ApiError?> AdmitAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        request.Caller = caller;
        return error ?? await intake.TakeAsync(context, request, snapshot.Config.Limits);
    }

    private async Task ForwardAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        if (RequestedRoute.Find(request, snapshot) is not { } route)
        {
            return;
        }

        await forwarder.ForwardAsync(context, snapshot, route);
    }
}
