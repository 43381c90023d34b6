using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;

namespace Gateway.Forwarding;

/// <summary>One candidate's turn: what is sent to it, and for whom.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Message">The message, which no other attempt uses at the same time.</param>
/// <param name="Client">Cancelled when nobody waits for the answer any more.</param>
internal sealed record AttemptTurn(Candidate Candidate, HttpRequestMessage Message, CancellationToken Client)
{
    /// <summary>Whether the same may be tried again, since no other candidate is left.</summary>
    public bool MayRetry { get; init; }

    /// <summary>Whether it is tried also when it is out.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Whether it runs beside another. Such a one stands in no line; where there is one, it has its place.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Whether it was sent; what follows in this turn is a retry, which has its share of the budget already.</summary>
    public bool IsSent { get; set; }

    /// <summary>The place of a hedge in the line before the backend; null where there is no line.</summary>
    public QueueLease? Place { get; init; }
}
