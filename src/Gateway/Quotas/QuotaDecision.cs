using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>The answer to a claim: what is left, or of all limits that stand against it the one that opens last.</summary>
internal readonly record struct QuotaDecision
{
    public required QuotaOutcome Outcome { get; init; }

    /// <summary>When it was made, in Unix seconds of the counters' clock: the day by which the request is counted.</summary>
    public long Second { get; init; }

    public QuotaRoom Requests { get; init; }

    public QuotaRoom Tokens { get; init; }

    /// <summary>The counter that refuses; null when none does.</summary>
    public QuotaSubject? Subject { get; init; }

    /// <summary>Its limit that refuses.</summary>
    public LimitKind? Kind { get; init; }

    public long Limit { get; init; }

    /// <summary>What is used and reserved of it, without this request.</summary>
    public long Used { get; init; }

    public long Left => Limit - Used;

    /// <summary>
    /// When the same claim would be admitted if nothing more is used; zero when only an end of a running request opens it.
    /// </summary>
    public TimeSpan RetryAfter { get; init; }

    public bool IsGranted => Outcome == QuotaOutcome.Granted;
}
