using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>Runs a candidate's turn: its line, its guard and the send, repeated when no other candidate is left.</summary>
internal sealed class AttemptSender(AttemptContext context)
{
    private readonly AttemptAccount _account = new(context);

    public IReadOnlyList<AttemptFailure> Failures => _account.Failures;

    /// <summary>Sends the request of a turn.</summary>
    public ValueTask<AttemptOutcome> SendAsync(AttemptTurn turn) =>
        context.Inquiry.IsBackground ? SendInBackgroundAsync(turn) : SendInTurnAsync(turn);

    private async ValueTask<AttemptOutcome> SendInTurnAsync(AttemptTurn turn)
    {
        var backend = context.Snapshot.Backends[turn.Candidate.Backend];
        AskingAgain? asking = null;
        var lease = turn.Place;
        var isKept = false;
        try
        {
            while (true)
            {
                // 1. The line. The places of a server that was loading are only known now.
                if (lease is null && !turn.IsHedge && context.Services.Guards.QueueOf(backend, turn.Candidate) is { } queue)
                {
                    (lease, var failure) = await new TurnInLine(context, backend, turn).TakeAsync(queue);
                    if (failure is not null)
                    {
                        _account.Fail(turn, failure);
                        return new AttemptOutcome(null, failure, null);
                    }

                    if (lease is not null)
                    {
                        turn.Way?.Open(lease);
                    }
                }

                // 2. The guard, with the send inside it. The same candidate is only retried when no other is left.
                var guard = context.Services.Guards.Of(backend.State, turn.Candidate, context.Snapshot.Config.Resilience);
                var outcome = await SendOnceAsync(backend, guard, turn, turn.IsLastResort);
                if (turn.Gathered is { } fellow)
                {
                    // The place was shared: a request that goes on alone needs its own.
                    fellow.Leave();
                    turn.Gathered = null;
                    if (outcome.Failure is { PassesByItself: false })
                    {
                        (context.Sends.GoesAlone, context.Delivery.Gathered) = (true, 0);
                    }

                    if (turn.MayRetry && outcome.MayPassAlone)
                    {
                        continue;
                    }
                }
                else if (turn.MayRetry && outcome.MayPass)
                {
                    // It makes no difference that the model went out meanwhile; the failure is known, and "out" would hide it.
                    outcome = await guard.RetryAsync(
                        outcome,
                        static s => s.Sender.SendOnceAsync(s.Backend, s.Guard, s.Turn, isLastResort: true),
                        (Sender: this, Backend: backend, Guard: guard, Turn: turn),
                        turn.Client);
                }

                // 3. A backend that is loading, or whose own line is full, is asked again in a moment, if this turn may wait.
                if (outcome.Failure is { PassesByItself: true } full
                    && await (asking ??= new AskingAgain(context, backend, turn)).WaitAsync(full))
                {
                    // The time a place is held counts from the send that is answered.
                    lease?.Restart(context.Time.GetTimestamp());
                    continue;
                }

                isKept = outcome.Record is not null;
                outcome.Record?.Lease = lease;
                return outcome;
            }
        }
        finally
        {
            turn.Gathered?.Leave();
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

    private async ValueTask<AttemptOutcome> SendOnceAsync(
        Backend backend, ModelGuard<AttemptOutcome> guard, AttemptTurn turn, bool isLastResort)
    {
        var clearance = guard.Outlier.Admit(isLastResort);
        if (clearance == Clearance.Refused)
        {
            return AttemptOutcome.NotTried;
        }

        var fault = Fault.Neutral;
        PauseProbe? probe = null;
        try
        {
            if (_account.Begin(backend, turn, out probe) is { } refused)
            {
                return refused;
            }

            var own = turn.Client == context.Client ? context : context with { Client = turn.Client };
            var outcome = await new Attempt(own, backend, turn.Candidate).SendAsync(turn);
            // Before the backend's words are processed, since they may set another pause.
            probe?.Over();
            outcome = _account.TakeIn(backend, turn, outcome);
            // Requests that were sent together count once.
            fault = turn.Gathered?.MayCount(outcome.Fault) != false || clearance == Clearance.Probe ? outcome.Fault : Fault.Neutral;
            outcome.Record?.Guard = guard.Outlier;
            await (outcome.Failure is { } failure ? LearnAsync(backend, failure) : ValueTask.CompletedTask);
            return outcome;
        }
        finally
        {
            // Also when the client left in between, which says nothing about the model but must not leave it probing forever.
            probe?.GiveBack();
            guard.Outlier.Ended(clearance, fault);
        }
    }

    // A background request leaves its place on a machine of one's own when a person waits for it, and joins the line again;
    // the second time it is left to run.
    private async ValueTask<AttemptOutcome> SendInBackgroundAsync(AttemptTurn turn)
    {
        await GivenWay.HoldBackAsync(context, turn);
        if (GivenWay.IsOpenTo(context.Delivery, turn.Candidate))
        {
            using var way = new GivenWay(context, turn);
            try
            {
                return await SendInTurnAsync(way.Turn);
            }
            catch (OperationCanceledException) when (way.IsTaken && !turn.Client.IsCancellationRequested)
            {
                _account.GaveWay(turn, way);
            }
        }

        return await SendInTurnAsync(turn);
    }

    private async ValueTask LearnAsync(Backend backend, AttemptFailure failure)
    {
        var lessons = context.Services.Lessons;
        await lessons.TakeInAsync(failure.Candidate, failure.Lacks);
        if (failure.ProvedContext is { } proved)
        {
            context.Delivery.FoundNews |= await lessons.ContextAsync(backend, failure.Candidate.Model, proved);
        }
    }

    /// <summary>Takes a place on a candidate if one is free.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="place">The place; null when the number of places is unlimited.</param>
    public bool TryEnter(Candidate candidate, out QueueLease? place)
    {
        var queue = context.Services.Guards.QueueOf(context.Snapshot.Backends[candidate.Backend], candidate);
        place = queue?.TryEnter();
        return queue is null || place is not null;
    }

    /// <summary>The expected wait in line for a candidate.</summary>
    public TimeSpan ExpectedWait(Candidate candidate) =>
        context.Services.Guards.QueueOf(context.Snapshot.Backends[candidate.Backend], candidate)
            ?.ExpectedWait(context.Inquiry.Caller.InLine, context.Inquiry.IsBackground) ?? TimeSpan.Zero;

    /// <summary>The longest wait while another candidate has room. Background requests do not move on because of a wait.</summary>
    public TimeSpan SpillAfter(Candidate candidate) =>
        context.Inquiry.IsBackground ? TimeSpan.MaxValue : context.Snapshot.Backends[candidate.Backend].Queue.SpillAfter;

    /// <summary>True when the candidate's backend asked not to be sent anything now, which is noted as its failure.</summary>
    public bool Skips(Candidate candidate) => _account.Skips(candidate);

    /// <summary>True when a candidate's backend may be sent the request, so that a place in line is worth it.</summary>
    public bool MaySend(Candidate candidate) => _account.MaySend(candidate);

    /// <summary>Notes that an adopted answer broke.</summary>
    public void NoteBroken(AttemptFailure failure) => _account.NoteBroken(failure);

    /// <summary>Hands the attempt that answers over to the request. It may be the only one ever made.</summary>
    public void Adopt(AttemptOutcome outcome) => _account.Adopt(outcome.Record!);
}
