using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Resilience.Retries;
using Gateway.Routing.Candidates;

namespace Gateway.Attempts;

/// <summary>
/// Decides whether a request may be sent to a candidate now. It goes by the pauses that the backend asked for, and by the number of times
/// this request was already sent there. Two attempts may ask at once.
/// </summary>
internal sealed class SendGate(AttemptContext context)
{
    private readonly Lock _lock = new();

    private ResilienceConfig Rule => context.Snapshot.Config.Resilience;

    /// <summary>The failure to report for a candidate whose backend asked for a pause; null when it may be asked.</summary>
    public static AttemptFailure? WhyPaused(Candidate candidate)
    {
        var (left, reason) = candidate.Load.RefusalNow;
        if (left <= TimeSpan.Zero)
        {
            (left, reason) = candidate.State.PauseNow;
        }

        return left <= TimeSpan.Zero ? null : (AttemptFailure)reason! with
        {
            Candidate = candidate,
            RetryAfter = left,
            Message = $"{((AttemptFailure)reason!).Message} (not asked again for {Math.Ceiling(left.TotalSeconds)} s more)",
            IsSkipped = true,
        };
    }

    /// <summary>True when a candidate's backend may be sent the request, so that a place in line is worth it.</summary>
    public bool MaySend(Candidate candidate)
    {
        var backend = context.Snapshot.Backends[candidate.Backend].State;
        lock (_lock)
        {
            return context.Sends.Of(backend) == 0
                || (context.Sends.Total < Rule.MostSends && BudgetOf(backend).HasForAnother(Rule.RetryPercent));
        }
    }

    /// <summary>
    /// Asks for permission to send, at the last moment: the request may have waited in line or for a retry, and its
    /// backend may have asked for a pause
    /// meanwhile. When it may be sent, it counts as sent.
    /// </summary>
    /// <param name="backend">The candidate's backend.</param>
    /// <param name="turn">The candidate's turn.</param>
    /// <param name="probe">Set when this send finds out whether a long pause still holds.</param>
    /// <returns>Null when it may be sent; otherwise the outcome in place of an attempt.</returns>
    public AttemptOutcome? Refuse(BackendState backend, AttemptTurn turn, out PauseProbe? probe)
    {
        probe = null;
        var passes = !turn.Candidate.Load.IsRefused && turn.Candidate.State.TryPass(out probe);
        if (!passes && WhyPaused(turn.Candidate) is { } paused)
        {
            return new AttemptOutcome(null, paused, null);
        }

        if (TryBegin(backend, turn))
        {
            return null;
        }

        probe?.GiveBack();
        return AttemptOutcome.NotTried;
    }

    /// <summary>Records the result of a send that it let through.</summary>
    public AttemptOutcome Ended(BackendState backend, AttemptOutcome outcome)
    {
        if (outcome.Failure is not { } failure)
        {
            BudgetOf(backend).Answered();
            return outcome;
        }

        lock (_lock)
        {
            if (!failure.IsOfBackend)
            {
                context.Sends.Excuse(backend);
            }

            // Nothing sent while the gateway stops is ever finished.
            return outcome with { IsLastSend = context.Sends.Total >= Rule.MostSends || context.Drain.IsCancellationRequested };
        }
    }

    /// <summary>Does not count a send that was ended to make room for another request, so that its own request may be sent again.</summary>
    public void Excuse(BackendState backend)
    {
        lock (_lock)
        {
            context.Sends.Excuse(backend);
        }
    }

    // The first send is a request to the backend. A retry of the same has already had its share of the budget. Another model of the same
    // backend is one more send to what may be in trouble.
    private bool TryBegin(BackendState backend, AttemptTurn turn)
    {
        lock (_lock)
        {
            if (context.Sends.IsFirst(backend))
            {
                BudgetOf(backend).Count();
            }
            else if (!turn.IsSent
                && context.Sends.Of(backend) > 0
                && (context.Sends.Total >= Rule.MostSends || !BudgetOf(backend).TryTakeForAnother(Rule.RetryPercent)))
            {
                return false;
            }

            context.Sends.Add(backend);
            return turn.IsSent = true;
        }
    }

    private RetryBudget BudgetOf(BackendState backend) => context.Services.Guards.BudgetOf(backend);
}
