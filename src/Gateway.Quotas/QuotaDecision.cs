using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>The decision on a claim: the room that is left or, if limits refuse it, the limit that opens last.</summary>
internal readonly record struct QuotaDecision
{
    public required QuotaOutcome Outcome { get; init; }

    /// <summary>
    /// The time of the decision, in Unix seconds of the counters' clock. It determines the day to which the request counts.
    /// </summary>
    public long Second { get; init; }

    public QuotaRoom Requests { get; init; }

    public QuotaRoom Tokens { get; init; }

    /// <summary>The counter that refuses; null when none does.</summary>
    public QuotaSubject? Subject { get; init; }

    /// <summary>The kind of the limit that refuses.</summary>
    public LimitKind? Kind { get; init; }

    public long Limit { get; init; }

    /// <summary>The amount used and reserved, without this request.</summary>
    public long Used { get; init; }

    public long Left => Limit - Used;

    /// <summary>
    /// The wait until the same claim would be admitted if nothing more is used; zero when only the end of a running request can open it.
    /// </summary>
    public TimeSpan RetryAfter { get; init; }

    public bool IsGranted => Outcome == QuotaOutcome.Granted;
}
