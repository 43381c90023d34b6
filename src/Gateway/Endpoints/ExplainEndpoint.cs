using Gateway.Authentication;
using Gateway.Http;
using Gateway.Pipeline;
using Gateway.Pipeline.Reserving;
using Gateway.Requests;
using Gateway.Routing.Explanations;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Serves <c>POST /v1/route/explain</c>: where a request would go and why, without sending it anywhere.</summary>
internal sealed class ExplainEndpoint(
    SnapshotStore store, BodyIntake intake, CandidateChoice candidates, QuotaForecast quotas, ExplanationJson explanations,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var inquiry = Inquiry.Of(context);
        var choice = new Choice(inquiry, store.Current);
        try
        {
            var error = await AdmitAsync(context, choice);
            if (error is null)
            {
                (error, var explanation, var refusal) = await candidates.ExplainAsync(choice, context.RequestAborted);
                if (error is null)
                {
                    var unaffordable = await quotas.OfAsync(choice, context.RequestAborted);
                    await JsonResponse.WriteAsync(
                        context, json => explanations.Write(json, choice, explanation!, refusal, unaffordable, time.GetUtcNow()));
                    return;
                }
            }

            await ErrorResponse.WriteAsync(context, error);
        }
        finally
        {
            inquiry.ReleaseBody();
        }
    }

    private async ValueTask<ApiError?> AdmitAsync(HttpContext context, Choice choice)
    {
        var (inquiry, snapshot) = (choice.Inquiry, choice.Snapshot);
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        inquiry.Caller = caller;
        return error ?? await intake.TakeAsync(context, inquiry, snapshot.Config, isOfAny: true);
    }
}
