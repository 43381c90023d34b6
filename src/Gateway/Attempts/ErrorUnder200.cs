using Gateway.Backends.Failures;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Classifies an error that came with status 200, in the first event of a stream or as a body. The status that the error names decides. If
/// it names none, or one that only says that something failed, its words decide.
/// </summary>
internal static class ErrorUnder200
{
    private const int SaysNothing = 500;

    // Matched in the message, type or code of any server. A prompt that is too long comes first: its words may mention limits too.
    private static readonly (BackendFailure Kind, string[] Words)[] Table =
    [
        (BackendFailure.ContextTooLong,
            ["context length", "context_length", "context size", "context_size", "context window", "context_window", "maximum context",
             "prompt is too long", "max_seq_len"]),
        (BackendFailure.OutOfCredit, ["insufficient_quota", "insufficient balance", "insufficient credit", "balance is insufficient"]),
        (BackendFailure.RateLimited, ["rate limit", "rate_limit", "ratelimit", "too many requests", "tpm limit", "rpm limit"]),
        (BackendFailure.ModelMissing, ["model_not_found", "model not found", "model does not exist"]),
        (BackendFailure.Credential, ["invalid api key", "invalid_api_key", "incorrect api key", "authentication_error", "unauthorized"]),
        (BackendFailure.Loading, [.. BlamingWords.OfLoading]),
        (BackendFailure.Busy, [.. BlamingWords.OfFullLines, "server_busy"]),
        (BackendFailure.Unavailable, ["overloaded", "at capacity", "service unavailable"]),
    ];

    public static BadAnswer Read(AttemptRecord record, BackendErrorText said)
    {
        var row = record.Backend.Provider.RowOf(said.Status ?? StatusCodes.Status400BadRequest, said, record.Context.MayQuote);
        var kind = row.Kind is not (BackendFailure.ClientFault or BackendFailure.Unavailable) ? row.Kind
            : ByWords(said) ?? (row.IsOfStatusAlone && said.Status is null or SaysNothing ? BackendFailure.BadAnswer : row.Kind);
        return new BadAnswer(kind, said.Message) { Said = said, Row = kind == row.Kind ? row : null };
    }

    private static BackendFailure? ByWords(BackendErrorText said)
    {
        foreach (var (kind, words) in Table)
        {
            if (words.Any(w => said.Says(w) || Is(said.Type, w) || Is(said.Code, w)))
            {
                return kind;
            }
        }

        return null;
    }

    private static bool Is(string? name, string words) => name?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
