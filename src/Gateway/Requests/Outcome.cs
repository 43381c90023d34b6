using Gateway.Ledger.Records;
using Gateway.Quotas;
using Gateway.Routing.Candidates;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Requests;

/// <summary>
/// The way a request ended, derived once by <see cref="Outcomes"/>. Ledger, quotas, metrics, span and log read it and derive nothing.
/// </summary>
internal sealed record Outcome
{
    public required AnswerEnd End { get; init; }

    /// <summary>The HTTP status the client got; 499 when it left before there was one.</summary>
    public required int Status { get; init; }

    /// <summary>The error the client was told, as the response or at the end of its stream; null for none.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The value of <c>error.type</c> in metrics and spans; null when the request was fully answered.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The backend and model that answered or was tried last; null when the request was not sent.</summary>
    public Candidate? Served { get; init; }

    /// <summary>How many times the request was sent to a backend.</summary>
    public int Attempts { get; init; }

    /// <summary>The usage and cost of the answer.</summary>
    public required PartOfOutcome Answer { get; init; }

    /// <summary>The usage and cost of answers that were begun in vain.</summary>
    public PartOfOutcome[] Vain { get; init; } = [];

    /// <summary>The sum of both as budgets count it; zero when the request was sent nowhere.</summary>
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

    /// <summary>The tokens of the answer; of all attempts together when none brought an answer.</summary>
    public required TokenUsage Shown { get; init; }

    public UsageMarks Marks { get; init; }

    /// <summary>The reason why it was answered where it was; null when the name led straight to its own candidates.</summary>
    public string? Decision { get; init; }

    /// <summary>Time from arrival to end.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>Time from arrival to the first event or the whole answer; null when nothing came.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>Time spent in line.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>
    /// The gateway's own share of the time: until the first send, without waits for client, line and backends; and, for an answer that is
    /// not streamed, from its arrival on.
    /// </summary>
    public TimeSpan Own { get; init; }

    /// <summary>True when a single attempt answered, so that all of its time belongs to either the backend or the gateway.</summary>
    public bool IsStraight { get; init; }

    /// <summary>The speed at which a stream was written; null when that says nothing.</summary>
    public RequestPace? Pace { get; init; }
}
