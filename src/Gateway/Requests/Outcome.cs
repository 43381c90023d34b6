using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Routing.Routes;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Requests;

/// <summary>
/// How a request ended: derived once, by <see cref="Outcomes"/>. Ledger, quotas, metrics, span and log take it and derive nothing.
/// </summary>
internal sealed record Outcome
{
    public required AnswerEnd End { get; init; }

    /// <summary>The HTTP status that the client got; 499 when it left before there was any.</summary>
    public required int Status { get; init; }

    /// <summary>The error that the client was told, as the answer or at the end of its stream; null for none.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The value of <c>error.type</c> in metrics and spans; null when it was answered whole.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The backend and model that answered, or was tried last; null when it was not sent.</summary>
    public Candidate? Served { get; init; }

    /// <summary>How often it was sent to a backend.</summary>
    public int Attempts { get; init; }

    /// <summary>What the answer used, and what that costs.</summary>
    public required PartOfOutcome Answer { get; init; }

    /// <summary>What answers used that were begun in vain.</summary>
    public PartOfOutcome[] Vain { get; init; } = [];

    /// <summary>All of that, as budgets count it; nothing where it was sent nowhere.</summary>
    public QuotaAmount Used
    {
        get
        {
            var used = Served is null ? default : Answer.Amount;
            foreach (var vain in Vain)
            {
                used += vain.Amount;
            }

            return used;
        }
    }

    /// <summary>The tokens of all attempts together where none brought an answer; otherwise the answer's.</summary>
    public required TokenUsage Shown { get; init; }

    public UsageMarks Marks { get; init; }

    /// <summary>Why it was answered where it was; null when the name led straight to its own candidates.</summary>
    public string? Decision { get; init; }

    /// <summary>From its arrival to its end.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>From its arrival to the first event or the whole answer; null when nothing came.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>The time it stood in line.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>
    /// The gateway's own share of the time: until the first send, without waiting for client, line and backends; and of an answer that is
    /// not streamed, from when it was there.
    /// </summary>
    public TimeSpan Own { get; init; }

    /// <summary>Whether one attempt answered, so that its whole time is either its backend's or the gateway's.</summary>
    public bool IsStraight { get; init; }

    /// <summary>How fast a stream was written; null where that says nothing.</summary>
    public RequestPace? Pace { get; init; }
}
