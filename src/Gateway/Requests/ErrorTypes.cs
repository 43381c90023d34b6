using System.Globalization;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Requests;

/// <summary>
/// Derives <c>error.type</c> for a caller's request: the status it got, or how its stream ended. The set of values is bounded.
/// </summary>
internal static class ErrorTypes
{
    // A backend's refusal is passed on with its status, which may be any number.
    private const string Other = "_OTHER";

    private static readonly Dictionary<int, string> Statuses =
        new[] { 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504 }
            .ToDictionary(static s => s, static s => s.ToString(CultureInfo.InvariantCulture));

    /// <returns>The value; null when the request was fully answered.</returns>
    public static string? Of(ApiError? error, AnswerEnd end) => (error, end) switch
    {
        ({ } told, _) => Statuses.GetValueOrDefault(told.Status, Other),
        (_, AnswerEnd.Complete) => null,
        (_, AnswerEnd.None or AnswerEnd.ClientClosed) => "client_closed",
        (_, AnswerEnd.BackendError) => "backend_error",
        (_, AnswerEnd.Truncated) => "truncated",
        (_, AnswerEnd.Stalled) => "stalled",
        (_, AnswerEnd.Drained) => "drained",
        (_, AnswerEnd.QuotaSpent) => "quota_spent",
        _ => Other,
    };
}
