using Gateway.Backends.Providers;
using Gateway.Protocol;

namespace Gateway.Attempts;

/// <summary>The fault of an answer, before it is tied to a backend.</summary>
internal sealed record BadAnswer(BackendFailure Kind, string Message)
{
    /// <summary>The backend's own error, where it sent one.</summary>
    public BackendErrorText? Said { get; init; }

    /// <summary>The row that says what that error is; null where no row does.</summary>
    public FailureRow? Row { get; init; }
}
