using Gateway.Backends;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Records what the attempts of one request find out. Two may run at once. Everything they note about the request is noted under one lock,
/// and nothing more once one of them was adopted.
/// </summary>
internal sealed class AttemptAccount(AttemptContext context)
{
    private readonly Lock _lock = new();
    private readonly SendGate _gate = new(context);
    private volatile AttemptFailure[] _failures = [];
    private bool _isSettled;
    private AttemptFailure? _lastFailure;

    public IReadOnlyList<AttemptFailure> Failures => _failures;

    public bool MaySend(Candidate candidate) => _gate.MaySend(candidate);

    public bool Skips(Candidate candidate)
    {
        if (SendGate.WhyPaused(candidate) is not { } failure)
        {
            return false;
        }

        // Its backend asked for a pause; asking sooner only makes it longer.
        Note(failure, $"{failure.Label}:skipped");
        return true;
    }

    /// <summary>Begins an attempt, right before it is sent.</summary>
    /// <returns>Null when it may be sent; otherwise the outcome that replaces it.</returns>
    public AttemptOutcome? Begin(Backend backend, AttemptTurn turn, out PauseProbe? probe)
    {
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

            var delivery = context.Delivery;
            delivery.FirstSentAt = delivery.FirstSentAt == 0 ? context.Time.GetTimestamp() : delivery.FirstSentAt;
            delivery.Progress = delivery.Progress with
            {
                Served = turn.Candidate,
                Attempts = delivery.Progress.Attempts + 1,
                BackendTrace = null
            };
        }

        if (_lastFailure is { } failed && !turn.IsHedge && !turn.Candidate.Is(failed.Candidate.Backend, failed.Candidate.Model))
        {
            context.Services.Telemetry.FailedOver(context.Choice, failed, turn.Candidate);
        }

        return null;
    }

    /// <summary>Records the result of an attempt. If the attempt lost a race, it throws as if its client had left.</summary>
    public AttemptOutcome TakeIn(Backend backend, AttemptTurn turn, AttemptOutcome outcome)
    {
        try
        {
            lock (_lock)
            {
                // The result, good or bad, no longer matters to anybody; thrown, it says nothing about the model either.
                ThrowIfSettled(turn);
                outcome = _gate.Ended(backend.State, outcome);
                Count(outcome);
            }
        }
        catch (OperationCanceledException)
        {
            outcome.GiveBack();
            throw;
        }

        if (outcome.Failure is { } failure)
        {
            Fail(turn, failure);
        }

        return outcome;
    }

    /// <summary>Records why a turn failed, and what follows for other requests.</summary>
    public void Fail(AttemptTurn turn, AttemptFailure failure)
    {
        _lastFailure = failure;
        // The last failure is already noted, however often the backend repeats it.
        if (!turn.IsAskedAgain || _failures is not [.., var last] || last.Kind != failure.Kind || last.Candidate != failure.Candidate)
        {
            Note(failure, failure.Label);
        }

        if (failure.RefusesBackend)
        {
            // The credential is refused, and with it all models of the backend. It may be fixed at any time,
            // so one request a minute tries it.
            failure.Candidate.Load.Refuse(Attempt.CredentialPause, failure);
        }

        if (failure.RetryAfter is { } pause)
        {
            failure.Candidate.State.Pause(pause, failure);
        }
    }

    public void NoteBroken(AttemptFailure failure)
    {
        _lastFailure = failure;
        Note(failure, failure.Label);
    }

    /// <summary>Notes that a person needed the place of a turn.</summary>
    public void GaveWay(AttemptTurn turn, GivenWay way)
    {
        lock (_lock)
        {
            ThrowIfSettled(turn);
            way.Note(_gate);
        }
    }

    public void Adopt(AttemptRecord record)
    {
        lock (_lock)
        {
            _isSettled = true;
        }

        var delivery = context.Delivery;
        if (context.Continuation is null)
        {
            delivery.FirstByteAt = record.FirstByteAt;
        }
        else
        {
            delivery.Resumed = record.Candidate;
        }

        delivery.Progress = delivery.Progress with
        {
            Served = record.Candidate,
            Serving = record,
            BackendTrace = record.BackendTrace,
            ToolsLeftOut = delivery.Progress.ToolsLeftOut || record.LeavesToolsOut,
        };
        ServedDecision.Tell(delivery, record, _failures);
        delivery.FoundNews |= record.Candidate.State.IsCold(record.Candidate.Card);
        record.Candidate.State.Answered();
        // A title may come from another model than the chat it is about.
        if (delivery.Inquiry is { Session: { } session, IsBackground: false })
        {
            context.Services.Sessions.Remember(delivery.Inquiry.Caller.Name, session, delivery.Choice.Name.Meant, record.Candidate);
        }
    }

    private void Count(AttemptOutcome outcome)
    {
        var delivery = context.Delivery;
        delivery.FoundNews |= outcome.IsMetAgain;
        delivery.Progress = delivery.Progress with
        {
            BackendTrace = outcome.BackendTrace,
            AttemptsOver = delivery.Progress.AttemptsOver + 1,
            Spent = outcome.Spent is { } spent ? [.. delivery.Progress.Spent, spent] : delivery.Progress.Spent,
        };
    }

    private void Note(AttemptFailure failure, string label)
    {
        lock (_lock)
        {
            if (!_isSettled)
            {
                _failures = [.. _failures, failure];
                context.Delivery.FoundNews |= failure.Kind == BackendFailure.ModelMissing;
                context.Delivery.FailedAttempts = string.Join(' ', context.Delivery.FailedAttempts, label).TrimStart();
            }
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
