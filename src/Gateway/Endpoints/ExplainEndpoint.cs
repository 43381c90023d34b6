using Gateway.Authentication;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary><c>POST /v1/route/explain</c>: where a chat request would go and why, without sending it anywhere.</summary>
internal sealed class ExplainEndpoint(SnapshotStore store, BodyIntake intake, CandidateChoice choice, ExplanationJson explanations, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = GatewayRequest.Of(context);
        var snapshot = store.Current;
        try
        {
            var error = await AdmitAsync(context, request, snapshot);
            if (error is null)
            {
                request.Session = SessionHint.Find(context.Request.Headers);
                error = choice.Explain(request, snapshot, out var explanation, out var refusal);
                if (error is null)
                {
                    await JsonResponse.WriteAsync(
                        context, json => explanations.Write(json, request, explanation!, refusal, snapshot, time.GetUtcNow()));
                    return;
                }
            }

            await ErrorResponse.WriteAsync(context, error);
        }
        finally
        {
            request.ReleaseBody();
        }
    }

    private async ValueTask<ApiError?> AdmitAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        request.Caller = caller;
        return error ?? await intake.TakeAsync(context, request, snapshot.Config.Limits);
    }
}
