using Gateway.Attempts;
using Gateway.Authentication;
using Gateway.Http;
using Gateway.Pipeline.Recording;
using Gateway.Pipeline.Reserving;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Surfaces;
using Gateway.Wire.Errors;

namespace Gateway.Pipeline;

/// <summary>The one path of a request, in nine steps. The middlewares before it do step 1, receiving.</summary>
internal sealed class RequestPipeline(
    SnapshotStore store,
    BodyIntake intake,
    CandidateChoice candidates,
    FirstList firstList,
    TurnBrake turns,
    QuotaGate quotas,
    UsageRecorder recorder,
    CaptureRecorder captures,
    Forwarder forwarder,
    RequestTelemetry telemetry,
    Conclude conclude,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, Surface surface)
    {
        var inquiry = Inquiry.Of(context);
        inquiry.Surface = surface;
        var conclusion = new Conclusion(context, inquiry, recorder, time);
        telemetry.Began(context, inquiry);
        try
        {
            // 2 to 6. Authenticate, read, choose, reserve, note.
            if (await AdmitAsync(context, inquiry, conclusion) is { } delivery)
            {
                // 7 and 8. Attempt until one brings an answer, and pass it on.
                await forwarder.ForwardAsync(context, delivery);
            }

            if (conclusion.Error is { } error && !context.RequestAborted.IsCancellationRequested)
            {
                await ErrorResponse.WriteAsync(context, error);
            }
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The middleware above answers and logs why.
            conclusion.Threw();
            throw;
        }
        finally
        {
            // 9. Conclude, however it ended.
            conclude.Run(conclusion);
        }
    }

    /// <returns>The delivery; null when the request is refused.</returns>
    private async ValueTask<Delivery?> AdmitAsync(HttpContext context, Inquiry inquiry, Conclusion conclusion)
    {
        // Read once: a reload during this request does not affect it.
        var snapshot = store.Current;

        // 2. Authenticate the key.
        var refusal = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        (inquiry.Caller, inquiry.IsCallerKnown) = (caller, refusal is null);

        // 3. Read the body and its head.
        refusal ??= await intake.TakeAsync(context, inquiry, snapshot.Config);
        if (refusal is not null)
        {
            conclusion.Refusal = refusal;
            return null;
        }

        // 4. Choose: from the name to candidates.
        (var choice, refusal) = await ChooseAsync(context, inquiry, snapshot);
        conclusion.Choice = choice;

        // 5. Reserve on every quota at once.
        refusal ??= turns.Count(choice)
            ?? (recorder.IsAccepting ? null : ApiErrors.LedgerUnavailable())
            ?? await quotas.AdmitAsync(context, choice);
        if (refusal is not null)
        {
            conclusion.Refusal = refusal;
            return null;
        }

        // 6. Note in the journal that the request begins.
        var delivery = conclusion.Begin(choice, captures);
        quotas.Follow(delivery);
        return delivery;
    }

    // The one case in which a request leaves its snapshot: no backend has listed the requested name yet.
    private async ValueTask<(Choice Choice, ApiError? Refusal)> ChooseAsync(HttpContext context, Inquiry inquiry, GatewaySnapshot snapshot)
    {
        for (var now = snapshot; ;)
        {
            var choice = new Choice(inquiry, now);
            var refusal = await candidates.ChooseAsync(choice, context.RequestAborted);
            // No list fixes a wrong name or a key without access.
            if (refusal is null or { Code: ApiErrors.ValueIsWrong or ApiErrors.NotAllowedToKey }
                || await firstList.WaitAsync(choice, context.RequestAborted) is not { } next)
            {
                return (choice, refusal);
            }

            now = next;
        }
    }
}
