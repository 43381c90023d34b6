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
        BackendFailure.Credential,
        BackendFailure.OutOfCredit,
        BackendFailure.ModelMissing,
    ];

    // Clients take a longer one for a mistake, or sleep through it.
    private const int MaxRetryAfter = 59;

    public static ApiError Combine(string name, IReadOnlyList<AttemptFailure> failures, GatewaySnapshot snapshot)
    {
        var last = failures[^1];
        if (last.Kind == BackendFailure.ClientFault)
        {
            return ApiErrors.RefusedByBackend(last.Status, last.Code, Describe(last));
        }

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
        var error = ApiErrors.AttemptsFailed(kind, failures.Count == 1 ? all : $"No candidate of '{name}' answered. {all}");
        return pause is { } asked && error.RetryAfterSeconds is not null
            ? error with { RetryAfterSeconds = Math.Clamp((int)Math.Ceiling(asked.TotalSeconds), 1, MaxRetryAfter) }
            : error;
    }

    private static string Describe(AttemptFailure failure) => $"{failure.Candidate.Backend}/{failure.Candidate.Model}: {failure.Message}";
}
