using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;

namespace Gateway.Attempts;

/// <summary>One candidate's turn: what is sent to it, and for whom.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Message">The message, which no other attempt uses at the same time.</param>
/// <param name="Client">Cancelled when nobody waits for the answer any more.</param>
internal sealed record AttemptTurn(Candidate Candidate, HttpRequestMessage Message, CancellationToken Client)
{
    /// <summary>Whether the same may be tried again, since no other candidate is left.</summary>
    public bool MayRetry { get; init; }

    /// <summary>Whether another may be tried beside it when it is slow.</summary>
    public bool MayHedge { get; init; }

    /// <summary>Whether it is tried also when it is out.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Whether it waits where the backend's own line is full, since nobody else is left.</summary>
    public bool WaitsForRoom { get; init; }

    /// <summary>Whether it waits where the backend loads the model yet: nobody else is left, or the route says so.</summary>
    public bool WaitsForLoad { get; init; }

    /// <summary>
    /// Whether the backend was asked before in this turn, and said that it loads or is busy, so that its saying so again is no news.
    /// </summary>
    public bool IsAskedAgain { get; set; }

    /// <summary>Whether it runs beside another. Such a one stands in no line; where there is one, it has its place.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Whether it was sent; what follows in this turn is a retry, which has its share of the budget already.</summary>
    public bool IsSent { get; set; }

    /// <summary>Itself among those it is sent together with, in whose place; null where it has one of its own.</summary>
    public Fellow? Gathered { get; set; }

    /// <summary>How it leaves its place for a person; null where it stays.</summary>
    public GivenWay? Way { get; init; }

    /// <summary>The place of a hedge in the line before the backend; null where there is no line.</summary>
    public QueueLease? Place { get; init; }
}
