using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience;

namespace Gateway.Attempts;

/// <summary>An answer that may be committed, or a failure. Exactly one is set.</summary>
internal sealed record AttemptOutcome(HttpResponseMessage? Response, AttemptFailure? Failure, AttemptRecord? Record) : IAttemptResult
{
    /// <summary>The backend's own id of the request.</summary>
    public string? BackendTrace { get; init; }

    /// <summary>The answer that was begun in vain, where the backend has used tokens for it; null otherwise.</summary>
    public SpentAnswer? Spent { get; init; }

    /// <summary>Whether its backend was taken to be away, which it is not.</summary>
    public bool IsMetAgain { get; init; }

    /// <summary>Whether the request was sent as often as it may be, so that only a backend that never had it may follow.</summary>
    public bool IsLastSend { get; init; }

    /// <summary>Whether it was not even tried: the model is out, or the backend is sent no more of this request.</summary>
    public bool IsNotTried => Response is null && Failure is null;

    // What takes longer than somebody waits is slow, not broken; what the client, the credential or a pause is to blame for says
    // nothing of the model.
    public Fault Fault => Failure switch
    {
        null => IsNotTried ? Fault.Neutral : Fault.None,
        { IsSkipped: true } or { IsSlow: true } => Fault.Neutral,
        { Kind: var kind } => FaultOf(kind),
    };

    // A full machine of one's own is waited for; a cloud has others to serve, and is asked once more at most.
    public bool MayPass => !IsLastSend && Failure is
    { IsFailedLoad: false, Kind: BackendFailure.Unavailable or BackendFailure.RateLimited }
        or { PassesByItself: true, Candidate.Card.IsCloud: true };

    /// <summary>Whether what was sent together with others may be answered alone: one of those may be what the backend broke on.</summary>
    public bool MayPassAlone => MayPass || (!IsLastSend && Failure is { Kind: BackendFailure.BadAnswer });

    public TimeSpan? RetryAfter => Failure?.RetryAfter;

    /// <summary>Gives an answer back that nobody takes, with all that its attempt holds.</summary>
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
        BackendFailure.Busy or BackendFailure.Loading or BackendFailure.RateLimited or BackendFailure.OutOfCredit or BackendFailure.Credential
            or BackendFailure.Refused or BackendFailure.Incapable or BackendFailure.ModelMissing or BackendFailure.ContextTooLong
            or BackendFailure.ClientFault => Fault.Neutral,
    };
}
