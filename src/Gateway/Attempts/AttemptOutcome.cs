using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Resilience.Ejection;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>An answer that may be committed, or a failure. Exactly one is set.</summary>
internal sealed record AttemptOutcome(HttpResponseMessage? Response, AttemptFailure? Failure, AttemptRecord? Record) : IAttemptResult
{
    /// <summary>The backend's own id of the request.</summary>
    public string? BackendTrace { get; init; }

    /// <summary>The answer that was begun and not used, when the backend used tokens for it; null otherwise.</summary>
    public SpentAnswer? Spent { get; init; }

    /// <summary>True when its backend was believed to be down but is not.</summary>
    public bool IsMetAgain { get; init; }

    /// <summary>True when the request has reached its limit of sends, so that it may only go to a backend that never had it.</summary>
    public bool IsLastSend { get; init; }

    /// <summary>True when it was not even tried: the model is out, or the backend gets no more sends of this request.</summary>
    public bool IsNotTried => Response is null && Failure is null;

    // An answer that takes longer than somebody waits is slow, not broken. A failure caused by the client, the credential or a
    // pause says nothing about the model.
    public Fault Fault => Failure switch
    {
        null => IsNotTried ? Fault.Neutral : Fault.None,
        { IsSkipped: true } or { IsSlow: true } => Fault.Neutral,
        { Kind: var kind } => FaultOf(kind),
    };

    // A full machine of one's own is worth waiting for; a cloud serves others too and is asked at most once more.
    public bool MayPass => !IsLastSend && Failure is
    { IsFailedLoad: false, Kind: BackendFailure.Unavailable or BackendFailure.RateLimited }
        or { PassesByItself: true, Candidate.Card.IsCloud: true };

    /// <summary>
    /// True when a request that was sent together with others may be answered alone: one of the others may have caused the failure.
    /// </summary>
    public bool MayPassAlone => MayPass || (!IsLastSend && Failure is { Kind: BackendFailure.BadAnswer });

    public TimeSpan? RetryAfter => Failure?.RetryAfter;

    /// <summary>Disposes of an answer that is not used, with everything its attempt holds.</summary>
    public void GiveBack()
    {
        Response?.Dispose();
        Record?.End();
    }

    /// <summary>The outcome of an attempt that was not made.</summary>
    public static AttemptOutcome NotTried { get; } = new(null, null, null);

    private static Fault FaultOf(BackendFailure kind) => kind switch
    {
        BackendFailure.None => Fault.None,
        BackendFailure.Unavailable or BackendFailure.Timeout or BackendFailure.BadAnswer => Fault.Failed,
        BackendFailure.Busy or BackendFailure.Loading or BackendFailure.RateLimited or BackendFailure.OutOfCredit
            or BackendFailure.Credential
            or BackendFailure.Refused or BackendFailure.Incapable or BackendFailure.ModelMissing or BackendFailure.ContextTooLong
            or BackendFailure.ClientFault => Fault.Neutral,
    };
}
