using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>The reason why one attempt brought no answer.</summary>
/// <param name="Candidate">The candidate that was tried.</param>
/// <param name="Kind">The class of failure, which decides the next step.</param>
/// <param name="Status">The backend's status; 0 when none came.</param>
/// <param name="Code">The backend's code, if it sent one.</param>
/// <param name="Message">The backend's own words when it had any, without credentials.</param>
internal sealed record AttemptFailure(Candidate Candidate, BackendFailure Kind, int Status, string? Code, string Message)
{
    /// <summary>How long the backend asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the attempt ran out of time that a healthy model may need, to load or to read a long prompt.</summary>
    public bool IsSlow { get; init; }

    /// <summary>True when the model could not be loaded: only the model is at fault, and a retry would only load it again.</summary>
    public bool IsFailedLoad { get; init; }

    /// <summary>
    /// True when the backend says it is healthy and will take the request in a moment: it is loading its model, or its own line is full.
    /// When no candidate is left, it is asked again.
    /// </summary>
    public bool PassesByItself { get; init; }

    /// <summary>True when nothing was sent, because an earlier failure said how long sending is useless.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>True when it concerns the whole backend rather than one model or the request.</summary>
    public bool IsOfBackend => !IsFailedLoad && Kind is BackendFailure.Unavailable
        or BackendFailure.Timeout
        or BackendFailure.BadAnswer
        or BackendFailure.RateLimited
        or BackendFailure.OutOfCredit
        or BackendFailure.Credential;

    /// <summary>The class and status for the log; not the words, in which a backend may quote the prompt.</summary>
    public string Label => $"{Candidate.Backend}/{Candidate.Model}:{Kind}{(Status > 0 ? $"({Status})" : "")}";

    /// <summary>True when the backend refuses the gateway's credential, and with it all of its models.</summary>
    public bool RefusesBackend { get; init; }

    /// <summary>The abilities the model turned out to lack.</summary>
    public Lack Lacks { get; init; }

    /// <summary>The prompt's length and the allowed length, as reported by the backend.</summary>
    public TooLong Lengths { get; init; }

    /// <summary>The model's context length as reported by the backend, which a prompt cannot fake; null when it does not say.</summary>
    public int? ProvedContext { get; init; }

    /// <summary>True when another candidate may do better. A fault of the request itself is the same everywhere.</summary>
    public bool FailsOver => Kind is not (BackendFailure.ClientFault or BackendFailure.ContextTooLong);
}
