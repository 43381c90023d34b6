using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
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
        var lease = await EnterAsync(backend, candidate);
        if (lease is null && backend.MaxConcurrent > 0)
        {
            return new AttemptOutcome(null, _failures[^1], null);
        }

        var isKept = false;
        try
        {
            var outcome = await SendGuardedAsync(backend, candidate, mayRetry, isLastResort);
            isKept = outcome.Record is not null;
            outcome.Record?.Lease = lease;
            return outcome;
        }
        finally
        {
            if (!isKept)
            {
                lease?.Dispose();
            }
        }
    }

    // Waits in the line before the backend.
    private async ValueTask<QueueLease?> EnterAsync(Backend backend, Candidate candidate)
    {
        if (exchange.Guards.QueueOf(backend) is not { } queue)
        {
            return null;
        }

        var entry = await queue.EnterAsync(exchange.Request.Caller.OwnerOrName, exchange.Client);
        if (entry.Place > 0)
        {
            exchange.Request.Queued = (entry.Place, entry.Waited);
        }

        switch (entry.Outcome)
        {
            case QueueOutcome.Left:
                throw new OperationCanceledException(exchange.Client);
            case QueueOutcome.Full:
                Fail(Busy(candidate, $"it takes {backend.MaxConcurrent} at a time, and as many wait as may"));
                break;
            case QueueOutcome.TimedOut:
                Fail(Busy(candidate, $"it takes {backend.MaxConcurrent} at a time, and the turn did not come within {entry.Waited.TotalSeconds:0} s"));
                break;
        }

        return entry.Lease;
    }

    private static AttemptFailure Busy(Candidate candidate, string why) => new(candidate, BackendFailure.Busy, 0, null, why);

    private async ValueTask<AttemptOutcome> SendGuardedAsync(Backend backend, Candidate candidate, bool mayRetry, bool isLastResort)
    {
        var guard = exchange.Guards.Of(backend.State, candidate.State, exchange.Snapshot.Config.Resilience);
        var outcome = await guard.RunAsync(
            mayRetry, isLastResort, static s => s.Sender.SendOnceAsync(s.Backend, s.Candidate), (Sender: this, Backend: backend, Candidate: candidate), exchange.Client);
        if (outcome.Response is not null)
        {
            Adopt(outcome.Record!, guard);
        }

        return outcome;
    }

    /// <summary>How long the request would wait in line for a candidate.</summary>
    public TimeSpan ExpectedWait(Candidate candidate) =>
        exchange.Guards.QueueOf(exchange.Snapshot.Backends[candidate.Backend])?.ExpectedWait(exchange.Request.Caller.OwnerOrName) ?? TimeSpan.Zero;

    /// <summary>How long it waits at most while another has room.</summary>
    public TimeSpan SpillAfter(Candidate candidate) => exchange.Snapshot.Backends[candidate.Backend].Queue.SpillAfter;

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
        request.LoadedModel = record.Candidate.State.IsCold(record.Candidate.Card);
        record.Candidate.State.Answered();
        if (request.Session is { } session)
        {
            exchange.Sessions.Remember(request.Caller.Name, session, request.RequestedName!, record.Candidate);
        }
    }
}
