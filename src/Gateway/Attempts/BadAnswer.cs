using Gateway.Backends.Failures;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>The fault of an answer, before it is tied to a backend.</summary>
internal sealed record BadAnswer(BackendFailure Kind, string Message)
{
    /// <summary>The backend's own error, if it sent one.</summary>
    public BackendErrorText? Said { get; init; }

    /// <summary>The table row that classifies the error; null when none does.</summary>
    public FailureRow? Row { get; init; }
}
