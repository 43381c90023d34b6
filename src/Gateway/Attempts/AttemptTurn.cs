using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;

namespace Gateway.Attempts;

/// <summary>One candidate's turn: what is sent to it, and for whom.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Message">The message, which no other attempt uses at the same time.</param>
/// <param name="Client">Cancelled when nobody waits for the answer any more.</param>
internal sealed record AttemptTurn(Candidate Candidate, HttpRequestMessage Message, CancellationToken Client)
{
    /// <summary>True when the same candidate may be retried because no other is left.</summary>
    public bool MayRetry { get; init; }

    /// <summary>True when another may be tried beside it when it is slow.</summary>
    public bool MayHedge { get; init; }

    /// <summary>True when it is tried even though it is out.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>True when it waits while the backend's own line is full, because no other candidate is left.</summary>
    public bool WaitsForRoom { get; init; }

    /// <summary>
    /// True when it waits while the backend is still loading the model: no other candidate is left, or the route says so.
    /// </summary>
    public bool WaitsForLoad { get; init; }

    /// <summary>True when the backend already said in this turn that it is loading or busy, so that hearing it again is no news.</summary>
    public bool IsAskedAgain { get; set; }

    /// <summary>True when it runs beside another. It then stands in no line; if there is one, it already has its place.</summary>
    public bool IsHedge { get; init; }

    /// <summary>True when it was sent; a further send in this turn is a retry, whose share of the budget is already taken.</summary>
    public bool IsSent { get; set; }

    /// <summary>Its part in a merged send, whose place it shares; null when it has a place of its own.</summary>
    public Fellow? Gathered { get; set; }

    /// <summary>How it leaves its place for a person; null when it stays.</summary>
    public GivenWay? Way { get; init; }

    /// <summary>A hedge's place in the line before the backend; null when there is no line.</summary>
    public QueueLease? Place { get; init; }
}
