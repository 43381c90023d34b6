using Gateway.Protocol;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Attempts;

/// <summary>Why one attempt brought no answer.</summary>
/// <param name="Candidate">What was tried.</param>
/// <param name="Kind">The class, by which the next step is chosen.</param>
/// <param name="Status">The backend's status; 0 when none came.</param>
/// <param name="Code">The backend's code, if it gave one.</param>
/// <param name="Message">In the backend's words where it had any, without credentials.</param>
internal sealed record AttemptFailure(Candidate Candidate, BackendFailure Kind, int Status, string? Code, string Message)
{
    /// <summary>How long the backend asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it ran out of time that a healthy model may take, to be loaded or to read a long prompt.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether the model could not be loaded: it alone is at fault, and asked again it would only be loaded again.</summary>
    public bool IsFailedLoad { get; init; }

    /// <summary>
    /// Whether its backend says that it is well and will take the same in a moment: it loads its model, or its own line is full. With
    /// nobody else to ask, it is asked again.
    /// </summary>
    public bool PassesByItself { get; init; }

    /// <summary>Whether nothing was sent, since an earlier failure had said until when it would be in vain.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether it says something of the whole backend, and not of the one model or of the request alone.</summary>
    public bool IsOfBackend => !IsFailedLoad && Kind is BackendFailure.Unavailable
        or BackendFailure.Timeout
        or BackendFailure.BadAnswer
        or BackendFailure.RateLimited
        or BackendFailure.OutOfCredit
        or BackendFailure.Credential;

    /// <summary>For the log: the class and the status, not the words, in which a backend may quote the prompt.</summary>
    public string Label => $"{Candidate.Backend}/{Candidate.Model}:{Kind}{(Status > 0 ? $"({Status})" : "")}";

    /// <summary>Whether it refuses the gateway's credential, and with it all its models.</summary>
    public bool RefusesBackend { get; init; }

    /// <summary>What the model turned out to lack.</summary>
    public Lack Lacks { get; init; }

    /// <summary>How long the prompt is and how long it may be there, as the backend says.</summary>
    public TooLong Lengths { get; init; }

    /// <summary>What the model's context is by the backend's word, which no prompt can hold; null where it does not tell.</summary>
    public int? ProvedContext { get; init; }

    /// <summary>Whether another candidate may do better. A fault of the request itself is the same everywhere.</summary>
    public bool FailsOver => Kind is not (BackendFailure.ClientFault or BackendFailure.ContextTooLong);
}
