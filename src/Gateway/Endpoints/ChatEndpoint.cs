using Gateway.Admission;
using Gateway.Authentication;
using Gateway.Forwarding;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Resilience.Ejection;
using Gateway.Runtime;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Endpoints;

/// <summary><c>POST /v1/chat/completions</c>: the path of a chat request, step by step.</summary>
internal sealed class ChatEndpoint(
    SnapshotStore store,
    BodyIntake intake,
    CandidateChoice choice,
    QuotaGate quotas,
    UsageRecorder recorder,
    CaptureRecorder captures,
    ChatForwarder forwarder,
    BackendProber prober,
    RequestLog log,
    RequestTelemetry telemetry,
    LearnedUsage learned,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = GatewayRequest.Of(context);
        // Taken once: a reload in the middle of this request changes nothing for it.
        var snapshot = store.Current;
        telemetry.Began(context, request);
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
            request.GivePlaceBack();
            recorder.End(context, request, snapshot);
            request.Capture?.End(request.Served?.Model);
            quotas.Settle(request);
            Learn(request);
            telemetry.Ended(context, request, snapshot);
            log.Write(context, request);
        }
    }

    // What a finished answer tells of the model, for the next choice.
    private void Learn(GatewayRequest request)
    {
        // A list that calls a model cold which is loaded now is as wrong as one that names a model which is gone, and one that could
        // not be had may be had now.
        if (request.MissedModel || request.LoadedModel || request.MetAgain)
        {
            prober.Wake();
        }

        // Its pipeline is long over; that the answer broke off counts against the model all the same.
        if (request.End is AnswerEnd.BackendError or AnswerEnd.Truncated
            || (request.End == AnswerEnd.Stalled && request.Running?.StallCounts == true))
        {
            request.Guard?.Ended(Clearance.Normal, Fault.Failed);
        }

        if (request is { End: AnswerEnd.Complete, FirstByteAt: > 0 })
        {
            request.FirstEvents?.Add(time.GetElapsedTime(request.TurnAt, request.FirstByteAt));
        }

        if (request.End == AnswerEnd.Complete)
        {
            RequestUsage.Learn(request, learned);
        }

        if (request is { End: AnswerEnd.Complete, Stream: not null, Answer.Told.Output: { } tokens, Served: { } served, Resumed: null })
        {
            served.State.Speed.Measured(
                time.GetElapsedTime(request.SentAt, request.FirstByteAt).TotalSeconds, tokens, time.GetElapsedTime(request.FirstByteAt).TotalSeconds);
        }
    }

    private async ValueTask<ApiError?> AdmitAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        request.Caller = caller;
        error ??= await intake.TakeAsync(context, request, snapshot.Config.Limits);
        request.BodyAt = time.GetTimestamp();
        return error;
    }

    private async Task ForwardAsync(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        request.Session = SessionHint.Find(context.Request.Headers);
        request.Error = choice.Choose(request, snapshot)
            ?? (recorder.IsAccepting ? null : ApiErrors.LedgerUnavailable())
            ?? await quotas.AdmitAsync(context, request, snapshot);
        if (request.Error is null)
        {
            recorder.Begin(context, request, snapshot);
            captures.Begin(request);
            await forwarder.ForwardAsync(context, snapshot);
        }
    }
}
