using Gateway.Protocol;
using Gateway.Runtime;

namespace Gateway.Forwarding;

/// <summary>Makes the one error a client gets when no candidate answered.</summary>
internal static class AttemptErrors
{
    // Where attempts failed differently, the client hears of the failure that is likeliest to pass.
    private static readonly BackendFailure[] MostHopefulFirst =
    [
        BackendFailure.Busy,
        BackendFailure.RateLimited,
        BackendFailure.Timeout,
        BackendFailure.Unavailable,
        BackendFailure.BadAnswer,
        BackendFailure.Refused,
        BackendFailure.Credential,
        BackendFailure.OutOfCredit,
        BackendFailure.Incapable,
        BackendFailure.ModelMissing,
    ];

    // Clients take a longer one for a mistake, or sleep through it.
    private const int MaxRetryAfter = 59;

    public static ApiError Combine(string name, IReadOnlyList<AttemptFailure> failures, GatewaySnapshot snapshot)
    {
        // A fault of the request is the same everywhere, whatever else failed beside it.
        if (failures.LastOrDefault(static f => f.Kind == BackendFailure.ClientFault) is { } fault)
        {
            return Refusal(fault, Describe(fault));
        }

        var last = failures[^1];
        if (last.Kind == BackendFailure.ContextTooLong)
        {
            return ApiErrors.AttemptsFailed(last.Kind, Describe(last));
        }

        var kind = MostHopefulFirst.First(k => failures.Any(f => f.Kind == k));
        var pause = failures.Where(f => f.Kind == kind).Min(f => f.RetryAfter);
        if (kind == BackendFailure.Unavailable && !snapshot.CanAnswer)
        {
            return ApiErrors.NoBackend(snapshot.WhatIsMissing);
        }

        var all = string.Join("; ", failures.Select(Describe));
        var message = failures.Count == 1 ? all : $"No candidate of '{name}' answered. {all}";
        var error = kind == BackendFailure.Incapable
            ? Refusal(failures.Last(static f => f.Kind == BackendFailure.Incapable), message)
            : ApiErrors.AttemptsFailed(kind, message);
        return pause is { } asked && error.RetryAfterSeconds is not null
            ? error with { RetryAfterSeconds = Math.Clamp((int)Math.Ceiling(asked.TotalSeconds), 1, MaxRetryAfter) }
            : error;
    }

    // With the backend's own status where that is said to blame a request; of any other, the code would say the same wrong thing.
    private static ApiError Refusal(AttemptFailure failure, string message) => failure.Status == StatusCodes.Status422UnprocessableEntity
        ? ApiErrors.RefusedByBackend(failure.Status, failure.Code, message)
        : ApiErrors.RefusedByBackend(400, failure.Status == StatusCodes.Status400BadRequest ? failure.Code : null, message);

    private static string Describe(AttemptFailure failure) => $"{failure.Candidate.Backend}/{failure.Candidate.Model}: {failure.Message}";
}
