using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Resilience;
using Gateway.Routing.Routes;

namespace Gateway.Forwarding;

/// <summary>Sends a request to one candidate, through the pipeline that guards it, and keeps account of every attempt.</summary>
internal sealed class AttemptSender(Exchange exchange, HttpRequestMessage message)
{
    private readonly List<AttemptFailure> _failures = [];

    public IReadOnlyList<AttemptFailure> Failures => _failures;

    public async ValueTask<AttemptOutcome> SendAsync(Candidate candidate, bool mayRetry, bool isLastResort)
    {
        var backend = exchange.Snapshot.Backends[candidate.Backend];
        var guard = exchange.Guards.Of(backend.State, candidate.State, exchange.Snapshot.Config.Resilience);
        var outcome = await guard.RunAsync(
            mayRetry, isLastResort, static s => s.Sender.SendOnceAsync(s.Backend, s.Candidate), (Sender: this, Backend: backend, Candidate: candidate), exchange.Client);
        if (outcome.Response is not null)
        {
            Adopt(outcome.Record!, guard);
        }

        return outcome;
    }

    /// <summary>Notes a failure, also of a candidate that was not even tried.</summary>
    public void Fail(AttemptFailure failure)
    {
        _failures.Add(failure);
        exchange.Request.MissedModel |= failure.Kind == BackendFailure.ModelMissing;
        exchange.Request.FailedAttempts = string.Join(' ', exchange.Request.FailedAttempts, failure.Label).TrimStart();
        if (failure.RetryAfter is { } pause && !failure.Candidate.State.IsPaused)
        {
            failure.Candidate.State.Pause(pause, failure);
        }
    }

    private async ValueTask<AttemptOutcome> SendOnceAsync(Backend backend, Candidate candidate)
    {
        exchange.Request.Attempts++;
        exchange.Request.Served = candidate;
        exchange.Request.BackendTrace = null;
        var outcome = await new Attempt(exchange, backend, candidate).SendAsync(message);
        if (outcome.Failure is { } failure)
        {
            Fail(failure);
        }

        return outcome;
    }

    private void Adopt(AttemptRecord record, ModelGuard<AttemptOutcome> guard)
    {
        var request = exchange.Request;
        (request.SentAt, request.FirstByteAt, request.BackendTrace) = (record.SentAt, record.FirstByteAt, record.BackendTrace);
        (request.Answer, request.Stream, request.Guard) = (record.Answer, record.Stream, guard.Outlier);
        request.Running = record;
        record.Candidate.State.Answered();
        if (request.Session is { } session)
        {
            exchange.Sessions.Remember(request.Caller.Name, session, request.RequestedName!, record.Candidate);
        }
    }
}
