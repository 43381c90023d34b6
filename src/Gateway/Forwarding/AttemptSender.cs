using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;

namespace Gateway.Forwarding;

/// <summary>
/// Sends a request to one candidate, through the pipeline that guards it, and keeps account of every attempt. Two attempts may run at
/// once; what they note of the request is noted under one lock, and no more after one of them was adopted.
/// </summary>
internal sealed class AttemptSender(Exchange exchange)
{
    private readonly Lock _lock = new();
    private readonly SendGate _gate = new(exchange);
    private volatile AttemptFailure[] _failures = [];
    private bool _isSettled;
    private AttemptFailure? _lastFailure;

    public IReadOnlyList<AttemptFailure> Failures => _failures;

    public async ValueTask<AttemptOutcome> SendAsync(AttemptTurn turn)
    {
        var backend = exchange.Snapshot.Backends[turn.Candidate.Backend];
        var lease = turn.Place;
        if (!turn.IsHedge && exchange.Guards.QueueOf(backend, turn.Candidate) is { } queue)
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
            if (!turn.IsSent)
            {
                lease?.DisposeUnused();
            }
            else if (!isKept)
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
        var queue = exchange.Guards.QueueOf(exchange.Snapshot.Backends[candidate.Backend], candidate);
        place = queue?.TryEnter();
        return queue is null || place is not null;
    }

    /// <summary>How long the request would wait in line for a candidate.</summary>
    public TimeSpan ExpectedWait(Candidate candidate) =>
        exchange.Guards.QueueOf(exchange.Snapshot.Backends[candidate.Backend], candidate)
            ?.ExpectedWait(exchange.Request.Caller.OwnerOrName) ?? TimeSpan.Zero;

    /// <summary>How long it waits at most while another has room.</summary>
    public TimeSpan SpillAfter(Candidate candidate) => exchange.Snapshot.Backends[candidate.Backend].Queue.SpillAfter;

    /// <summary>Whether its backend said that a candidate is not to be asked now, which is noted as its failure.</summary>
    public bool Skips(Candidate candidate)
    {
        if (SendGate.WhyPaused(candidate) is not { } failure)
        {
            return false;
        }

        // Its backend said so; asking sooner only makes it longer.
        Note(failure, $"{failure.Label}:skipped");
        return true;
    }

    /// <summary>Whether a candidate's backend would be sent the request, so that it is worth a place in line.</summary>
    public bool MaySend(Candidate candidate) => _gate.MaySend(candidate);

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

        if (failure.RetryAfter is { } pause)
        {
            failure.Candidate.State.Pause(pause, failure);
        }
    }

    private async ValueTask<AttemptOutcome> SendOnceAsync(Backend backend, AttemptTurn turn)
    {
        PauseProbe? probe;
        lock (_lock)
        {
            ThrowIfSettled(turn);
            if (_gate.Refuse(backend.State, turn, out probe) is { } refused)
            {
                if (refused.Failure is { } skipped)
                {
                    Note(skipped, $"{skipped.Label}:skipped");
                }

                return refused;
            }

            exchange.Request.Attempts++;
            exchange.Request.Served = turn.Candidate;
            exchange.Request.BackendTrace = null;
        }

        if (_lastFailure is { } failed && !turn.IsHedge && !turn.Candidate.Is(failed.Candidate.Backend, failed.Candidate.Model))
        {
            exchange.Telemetry.FailedOver(exchange.Request, failed, turn.Candidate);
        }

        AttemptOutcome outcome;
        try
        {
            var own = turn.Client == exchange.Client ? exchange : exchange with { Client = turn.Client };
            outcome = await new Attempt(own, backend, turn.Candidate).SendAsync(turn.Message);
            // Before what the backend says is taken in, since that may be another pause.
            probe?.Over();
        }
        finally
        {
            probe?.GiveBack();
        }

        try
        {
            lock (_lock)
            {
                // What comes of it now, good or bad, is nobody's; thrown, it says nothing of the model either.
                ThrowIfSettled(turn);
                outcome = TakeIn(_gate.Ended(backend.State, outcome));
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

    private AttemptOutcome TakeIn(AttemptOutcome outcome)
    {
        exchange.Request.BackendTrace = outcome.BackendTrace;
        exchange.Request.AttemptsOver++;
        exchange.Request.MetAgain |= outcome.IsMetAgain;
        if (outcome.Spent is { } spent)
        {
            exchange.Request.Spend(spent);
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
