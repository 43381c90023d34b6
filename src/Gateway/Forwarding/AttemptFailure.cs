using Gateway.Protocol;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Forwarding;

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

    /// <summary>Whether nothing was sent, since an earlier failure had said until when it would be in vain.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether it says something of the whole backend, and not of the one model or of the request alone.</summary>
    public bool IsOfBackend => Kind is BackendFailure.Unavailable
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

    /// <summary>Whether another candidate may do better. A fault of the request itself is the same everywhere.</summary>
    public bool FailsOver => Kind is not (BackendFailure.ClientFault or BackendFailure.ContextTooLong);
}
