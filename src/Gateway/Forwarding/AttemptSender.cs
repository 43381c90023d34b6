using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;

namespace Gateway.Forwarding;

/// <summary>
/// Sends a request to one candidate, through the pipeline that guards it, and keeps account of every attempt. Two attempts may run at
/// once; what they note of the request is noted under one lock, and no more after one of them was adopted.
/// </summary>
internal sealed class AttemptSender(Exchange exchange)
{
    private readonly Lock _lock = new();
    private volatile AttemptFailure[] _failures = [];
    private bool _isSettled;
    private AttemptFailure? _lastFailure;

    public IReadOnlyList<AttemptFailure> Failures => _failures;

    public async ValueTask<AttemptOutcome> SendAsync(AttemptTurn turn)
    {
        var backend = exchange.Snapshot.Backends[turn.Candidate.Backend];
        var lease = turn.Place;
        if (!turn.IsHedge && exchange.Guards.QueueOf(backend) is { } queue)
        {
            (lease, var failure) = await EnterAsync(queue, backend, turn);
            if (lease is null)
            {
                return new AttemptOutcome(null, failure, null);
            }
        }

        var isKept = false;
        try
        {
            var outcome = await SendGuardedAsync(backend, turn);
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
    private async ValueTask<(QueueLease? Lease, AttemptFailure? Failure)> EnterAsync(BackendQueue queue, Backend backend, AttemptTurn turn)
    {
        var entry = await queue.EnterAsync(exchange.Request.Caller.OwnerOrName, turn.Client);
        exchange.Telemetry.Waited(backend, entry.Waited);
        if (entry.Outcome == QueueOutcome.Left)
        {
            throw new OperationCanceledException(turn.Client);
        }

        lock (_lock)
        {
            if (entry.Place > 0 && !_isSettled)
            {
                exchange.Request.Queued = (entry.Place, entry.Waited);
            }
        }

        if (entry.IsEntered)
        {
            return (entry.Lease, null);
        }

        var failure = Busy(turn.Candidate, entry.Outcome == QueueOutcome.Full
            ? $"it takes {backend.MaxConcurrent} at a time, and as many wait as may"
            : $"it takes {backend.MaxConcurrent} at a time, and the turn did not come within {entry.Waited.TotalSeconds:0} s");
        Fail(failure);
        return (null, failure);
    }

    private static AttemptFailure Busy(Candidate candidate, string why) => new(candidate, BackendFailure.Busy, 0, null, why);

    private async ValueTask<AttemptOutcome> SendGuardedAsync(Backend backend, AttemptTurn turn)
    {
        var guard = exchange.Guards.Of(backend.State, turn.Candidate.State, exchange.Snapshot.Config.Resilience);
        var outcome = await guard.RunAsync(
            turn.MayRetry, turn.IsLastResort, static s => s.Sender.SendOnceAsync(s.Backend, s.Turn), (Sender: this, Backend: backend, Turn: turn), turn.Client);
        outcome.Record?.Guard = guard.Outlier;
        return outcome;
    }

    /// <summary>Takes a place on a candidate if one is free.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="place">The place; null where as many as come are taken.</param>
    public bool TryEnter(Candidate candidate, out QueueLease? place)
    {
        var queue = exchange.Guards.QueueOf(exchange.Snapshot.Backends[candidate.Backend]);
        place = queue?.TryEnter();
        return queue is null || place is not null;
    }

    /// <summary>How long the request would wait in line for a candidate.</summary>
    public TimeSpan ExpectedWait(Candidate candidate) =>
        exchange.Guards.QueueOf(exchange.Snapshot.Backends[candidate.Backend])?.ExpectedWait(exchange.Request.Caller.OwnerOrName) ?? TimeSpan.Zero;

    /// <summary>How long it waits at most while another has room.</summary>
    public TimeSpan SpillAfter(Candidate candidate) => exchange.Snapshot.Backends[candidate.Backend].Queue.SpillAfter;

    /// <summary>Notes that a candidate was not tried, for the reason for which it failed before.</summary>
    public void Skip(AttemptFailure reason, TimeSpan left) => Note(
        reason with
        {
            RetryAfter = left,
            Message = $"{reason.Message} (not asked again for {Math.Ceiling(left.TotalSeconds)} s more)",
        },
        $"{reason.Label}:skipped");

    /// <summary>Notes that an answer which had been adopted broke.</summary>
    public void NoteBroken(AttemptFailure failure)
    {
        _lastFailure = failure;
        Note(failure, failure.Label);
    }

    private void Note(AttemptFailure failure, string label)
    {
        lock (_lock)
        {
            if (!_isSettled)
            {
                _failures = [.. _failures, failure];
                exchange.Request.MissedModel |= failure.Kind == BackendFailure.ModelMissing;
                exchange.Request.FailedAttempts = string.Join(' ', exchange.Request.FailedAttempts, label).TrimStart();
            }
        }
    }

    private void Fail(AttemptFailure failure)
    {
        _lastFailure = failure;
        Note(failure, failure.Label);
        if (failure.RefusesBackend)
        {
            // The credential is out, and with it all models of the backend. It may be mended any time, so one request a minute asks.
            failure.Candidate.Load.Refuse(Attempt.CredentialPause, failure);
        }

        if (failure.RetryAfter is { } pause && !failure.Candidate.State.IsPaused)
        {
            failure.Candidate.State.Pause(pause, failure);
        }
    }

    private async ValueTask<AttemptOutcome> SendOnceAsync(Backend backend, AttemptTurn turn)
    {
        lock (_lock)
        {
            ThrowIfSettled(turn);
            exchange.Request.Attempts++;
            exchange.Request.Served = turn.Candidate;
            exchange.Request.BackendTrace = null;
        }

        if (_lastFailure is { } failed && !turn.IsHedge && !turn.Candidate.Is(failed.Candidate.Backend, failed.Candidate.Model))
        {
            exchange.Telemetry.FailedOver(exchange.Request, failed, turn.Candidate);
        }

        var own = turn.Client == exchange.Client ? exchange : exchange with { Client = turn.Client };
        var outcome = await new Attempt(own, backend, turn.Candidate).SendAsync(turn.Message);
        try
        {
            lock (_lock)
            {
                // What comes of it now, good or bad, is nobody's; thrown, it says nothing of the model either.
                ThrowIfSettled(turn);
                exchange.Request.BackendTrace = outcome.BackendTrace;
                exchange.Request.AttemptsOver++;
                if (outcome.Spent is { } spent)
                {
                    exchange.Request.Spend(spent);
                }
            }
        }
        catch (OperationCanceledException)
        {
            outcome.GiveBack();
            throw;
        }

        if (outcome.Failure is { } failure)
        {
            Fail(failure);
            await (exchange.Lessons?.TakeInAsync(failure.Candidate, failure.Lacks) ?? Task.CompletedTask);
        }

        return outcome;
    }

    /// <summary>The request takes over the attempt that answers it. It may be the only one that ever is.</summary>
    public void Adopt(AttemptOutcome outcome)
    {
        lock (_lock)
        {
            _isSettled = true;
        }

        var request = exchange.Request;
        var record = outcome.Record!;
        request.Served = record.Candidate;
        if (exchange.Continuation is null)
        {
            request.FirstByteAt = record.FirstByteAt;
        }
        else
        {
            request.Resumed = record.Candidate;
        }

        (request.SentAt, request.BackendTrace) = (record.SentAt, record.BackendTrace);
        (request.Answer, request.Stream, request.Guard) = (record.Answer, record.Stream, record.Guard);
        request.Running = record;
        request.LoadedModel = record.Candidate.State.IsCold(record.Candidate.Card);
        record.Candidate.State.Answered();
        if (request.Session is { } session)
        {
            exchange.Sessions.Remember(request.Caller.Name, session, request.RequestedName!, record.Candidate);
        }
    }

    private void ThrowIfSettled(AttemptTurn turn)
    {
        if (_isSettled)
        {
            throw new OperationCanceledException(turn.Client);
        }
    }
}
