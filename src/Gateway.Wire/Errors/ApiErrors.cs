namespace Gateway.Wire.Errors;

/// <summary>The catalog of every error the gateway itself answers with. Each message names the fault and the way out.</summary>
internal static partial class ApiErrors
{
    private const string Invalid = "invalid_request_error";
    private const string Unavailable = "upstream_error";

    /// <summary>The error code that makes clients shorten the conversation and send it again.</summary>
    public const string ContextLengthExceeded = "context_length_exceeded";

    public const string ValueIsWrong = "invalid_value";

    public const string NotAllowedToKey = "model_not_allowed";

    public static ApiError InvalidJson(string where) =>
        new(400, Invalid, "invalid_json", $"The request body is not valid JSON: {where}");

    public static ApiError InvalidType(string param, string wanted, string got) =>
        new(400, Invalid, "invalid_type", $"'{param}' must be {wanted}, not {got}.", param);

    public static ApiError InvalidValue(string param, string what) =>
        new(400, Invalid, ValueIsWrong, $"'{param}' {what}", param);

    public static ApiError TooManyMessages(int limit) => InvalidValue("messages", $"holds more than {limit} messages.");

    public static ApiError MissingParameter(string param, string hint) =>
        new(400, Invalid, "missing_required_parameter", $"'{param}' is missing. {hint}", param);

    public static ApiError DuplicateKey(string param) =>
        new(400, Invalid, "duplicate_key", $"'{param}' stands in the request body more than once. Send it once.", param);

    public static ApiError FoldedKey(string written, string param) =>
        new(
            400, Invalid, "duplicate_key",
            $"'{written}' is read as '{param}' by some backends and as nothing by others. Write "
            + $"'{param[(param.LastIndexOf('.') + 1)..]}', and once.", param);

    public static ApiError TooDeep(int limit) =>
        new(400, Invalid, "too_deep", $"The request body is nested deeper than {limit} levels. Flatten it.");

    public static ApiError BodyTooLarge(long limit) =>
        new(413, Invalid, "request_too_large",
            $"The request body is over the limit of {limit} bytes. Send less, or ask the operator to raise limits.bodySize.");

    public static ApiError TooManyBodies() =>
        new(503, Unavailable, "too_many_bodies",
            "This gateway holds as many request bodies as it may. Send the request again in a moment, or ask the operator to raise "
            + "limits.bodiesInFlight.")
        { RetryAfterSeconds = 1 };

    public static ApiError TooManyConnections() =>
        new(503, Unavailable, "too_many_connections",
            "This gateway has as many connections as it may. Send the request again in a moment, or ask the operator to raise "
            + "limits.concurrentConnections and the open files of the process (ulimit -n).")
        { RetryAfterSeconds = 2 };

    public static ApiError ShortOfMemory() =>
        new(503, Unavailable, "gateway_at_capacity",
            "This gateway is short of memory and takes no new requests for the moment. Send the request again in a few seconds.")
        { RetryAfterSeconds = 2 };

    public static ApiError LedgerUnavailable() =>
        new(503, Unavailable, "ledger_unavailable",
            "This gateway cannot record what is used: the disk of its journal is full or away, and so is the memory that stands in for "
            + "it. Send the request again in a moment; the operator finds the reason in the log.")
        { RetryAfterSeconds = 5 };

    public static ApiError TwoLengths() =>
        new(400, Invalid, "ambiguous_length",
            "The request has both Content-Length and Transfer-Encoding, which proxies read in different ways. Send one of them.");

    public static ApiError TransferEncodingNotSupported() =>
        new(400, Invalid, "transfer_encoding_not_supported",
            "The Transfer-Encoding must be 'chunked', once and alone, and of HTTP/1.1. Send the JSON in chunks or with a "
            + "Content-Length, and packed in no other way.");

    public static ApiError BodyTooSlow() =>
        new(408, Invalid, "request_timeout",
            "The request body came slower than 240 bytes per second. Send the request again on a better connection.");

    public static ApiError UnsupportedMediaType(string what) =>
        new(415, Invalid, "unsupported_media_type", what);

    public static ApiError BodyNotReadable(string why) =>
        new(400, Invalid, "invalid_body", $"The request body could not be read: {why}");

    /// <param name="method">The requested method.</param>
    /// <param name="path">The requested path.</param>
    /// <param name="operations">The paths of what can be asked of a model.</param>
    public static ApiError NotFound(string method, string path, IReadOnlyList<string> operations) =>
        new(404, Invalid, "unknown_url", path switch
        {
            _ when path.StartsWith("/v1/", StringComparison.Ordinal) =>
                $"This gateway does not offer {method} {path}. It offers POST {string.Join(", ", operations)} and /v1/route/explain, "
                + $"and GET /v1/models.",
            _ when path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) =>
                $"This gateway does not offer {method} {path}. It speaks OpenAI's API: set it up as an OpenAI-compatible server whose "
                + $"address ends in /v1.",
            _ when path.StartsWith("/admin", StringComparison.OrdinalIgnoreCase) =>
                $"Unknown address: {method} {path}. The admin API is at the address under listen.admin.",
            _ => $"Unknown address: {method} {path}. The API lives under /v1, for example POST {operations[0]}.",
        });

    public static ApiError NotFoundOnAdmin(string method, string path) =>
        new(404, Invalid, "unknown_url",
            $"Unknown address: {method} {path}. Here is the admin API, for example GET /admin/v1/backends; that of clients is at the "
            + $"address under listen.data.");

    public static ApiError BackendNotFound(string name, IReadOnlyList<string> nearest) =>
        new(404, Invalid, "backend_not_found", $"No backend is named '{name}'.{DidYouMean(nearest)} GET /admin/v1/backends lists them.");

    public static ApiError AdminRefused(string why) =>
        new(
            403, "permission_error", "admin_refused",
            $"{why} The admin API is for this machine and its own pages only: ask for it by 127.0.0.1, [::1] or localhost.");

    public static ApiError MethodNotAllowed(string method, string path, string allowed) =>
        new(405, Invalid, "method_not_allowed", $"{path} does not take {method}. It takes {allowed}.");

    public static ApiError NoKey(string why) =>
        new(401, Invalid, "invalid_api_key", $"{why} Send the gateway's key as 'Authorization: Bearer sk-gw-...'.");

    public static ApiError LoopbackOnly() =>
        new(403, "permission_error", "loopback_only",
            "This gateway has no API keys and so serves its own machine only. Ask the operator to add a key.");

    public static ApiError HostNotAllowed(string host) =>
        new(403, "permission_error", "host_not_allowed",
            $"This gateway has no API keys and so goes by its name, and '{host}' in the Host header could be anyone's page. Use "
            + $"http://localhost or http://127.0.0.1 with its port, or ask the operator to add a key ('gateway keys new') or to name "
            + $"http://{(host.Length > 0 ? host : "HOST")} under cors.origins.");

    public static ApiError OriginNotAllowed(string origin) =>
        new(403, "permission_error", "origin_not_allowed",
            $"Pages of {origin} may not call this gateway while it has no API keys. Ask the operator to add a key, or the origin under "
            + $"cors.origins.");

    public static ApiError ModelNotFound(string model, IReadOnlyList<string> nearest, string? unusable) =>
        new(404, Invalid, "model_not_found",
            $"No tag or model is named '{model}'.{DidYouMean(nearest)} GET /v1/models lists the "
            + $"names.{(unusable is null ? "" : " " + unusable)}",
            "model");

    /// <summary>A name that its provider no longer offers.</summary>
    /// <param name="what">When it ended and what to use instead.</param>
    public static ApiError ModelEnded(string what) => new(404, Invalid, "model_not_found", what, "model");

    private static string DidYouMean(IReadOnlyList<string> nearest) =>
        nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?" : "";

    /// <param name="model">The requested name.</param>
    /// <param name="why">Why none of the team's own machines serves it, with the way out; null when there is none to serve it.</param>
    public static ApiError LocalOnly(string model, string? why = null) =>
        new(403, "permission_error", "local_only",
            $"No candidate of '{model}' on the team's own machines can serve this request, and what this key sends may not leave them. "
            + $"{why ?? "Ask for another model."}",
            "model");

    public static ApiError NoCapableModel(string what) =>
        new(400, Invalid, "no_capable_model", what, "model");

    /// <param name="what">What the message says about it.</param>
    /// <param name="param">The member that holds the prompt.</param>
    public static ApiError ContextTooLong(string what, string? param) =>
        new(400, Invalid, ContextLengthExceeded, what, param);

    /// <summary>
    /// The error for a prompt that is too long and would not fit in a shorter conversation. It has another code, on which opencode does not
    /// go on shortening forever.
    /// </summary>
    public static ApiError PromptTooLong(string what, string param) =>
        new(400, Invalid, "prompt_too_long", what, param);

    public static ApiError UnknownWish(string word, IReadOnlyList<string> nearest) =>
        InvalidValue(
            "model",
            $"holds the wish ':{word}', which is none.{DidYouMean(nearest)} Known are :local, :cloud, :floor (cheapest), :nitro "
            + $"(fastest), :full (never distilled), and sizes such as @8b- and @70b+.");

    public static ApiError NoSize(string text) =>
        InvalidValue("model", $"holds '@{text}', which is no size. Write @8b- for at most 8 billion parameters, or @70b+ for at least 70.");

    public static ApiError UnknownTag(string tag, IReadOnlyList<string> nearest) =>
        new(
            404, Invalid, "model_not_found",
            $"'{tag}' is no tag, and only tags can be joined with '+'.{DidYouMean(nearest)} Tags are Chat, Coder, Math, Reasoning, "
            + $"Vision, Tools, FIM and Audio.", "model");

    public static ApiError ImageUrlNotSupported(string backend, string param) =>
        new(400, Invalid, "image_url_not_supported",
            $"'{backend}' takes images as base64 data only, not as an http(s) address. Send a data: URL (data:image/png;base64,...), or "
            + $"choose a model in the cloud.",
            param);

    public static ApiError ImageFormatNotSupported(string backend, string param) =>
        new(400, Invalid, "image_format_not_supported",
            $"'{backend}' takes images as JPEG, PNG or WebP in base64 only. Send one of those (data:image/png;base64,...), or choose a "
            + $"model in the cloud.",
            param);

    public static ApiError NoBackend(string what) =>
        new(503, Unavailable, "no_backend_available", what) { Final = true };

    public static ApiError NotToldYet(string name, string silent) =>
        new(
            503, Unavailable, "no_backend_available",
            $"'{name}' is not known yet, and these backends have not told their models so far: {silent}.")
        { RetryAfterSeconds = 5 };

    public static ApiError Internal(string requestId) =>
        new(500, "api_error", "internal_error", $"The gateway failed. The operator finds the cause in its log under request {requestId}.");

    /// <summary>The error for a limit per minute or on concurrency.</summary>
    public static ApiError RateLimited(string what, TimeSpan opensIn) =>
        new(
            429, "rate_limit_error", "rate_limit_exceeded",
            what)
        { RetryAfterSeconds = (int)Math.Clamp(Math.Ceiling(opensIn.TotalSeconds), 1, 59) };

    /// <summary>The error for a calendar limit. Its status is 402, since on 429 most clients send again at once, over and over.</summary>
    public static ApiError QuotaSpent(string what) =>
        new(402, "insufficient_quota", "insufficient_quota", what);

    /// <summary>
    /// The error for a turn that goes round in circles. Its status is 400, since some clients send again on 402, 403 and 429, which would
    /// be useless here.
    /// </summary>
    public static ApiError TurnLimit(int limit) =>
        new(400, Invalid, "turn_limit_reached",
            $"The model has called tools {limit} times for one message and has not come to an end; this gateway stops at so many "
            + $"requests a message. Write a new message to go on, or choose another model or fewer tools. The operator can raise "
            + $"limits.requestsPerTurn.");

    public static ApiError QuotasAway() =>
        new(503, Unavailable, "quotas_unavailable",
            "The counters of this limit cannot be reached, and it admits nothing without them. Send the request again in a moment; the "
            + "operator finds the cause in the log, and may set quotas.whenRedisIsAway.")
        { RetryAfterSeconds = 2 };

    /// <param name="whose">The owner of the budget.</param>
    public static ApiError BudgetUnknown(string whose) =>
        new(503, "api_error", "budget_unknown",
            $"How much of the budget of {whose} is used cannot be read from the ledger now, and until it can, nothing is spent of it. "
            + $"Send the request again in a few seconds, or ask for a model that costs nothing; the operator finds the cause in the log.")
        { RetryAfterSeconds = 2 };

    public static ApiError PriceUnknown(string model) =>
        new(402, "insufficient_quota", "price_unknown",
            $"A money limit holds for this request, and what '{model}' costs is not known. Ask for another model, or ask the operator "
            + $"to state its price under 'models'.", "model");

    /// <summary>The error when no candidate answered. <see cref="BackendFailure"/> lists the classes of failure.</summary>
    public static ApiError AttemptsFailed(BackendFailure failure, string message) => failure switch
    {
        BackendFailure.RateLimited => new(429, "rate_limit_error", "rate_limit_exceeded", message) { RetryAfterSeconds = 5 },
        BackendFailure.OutOfCredit => QuotaSpent(message),
        BackendFailure.Busy => new(503, Unavailable, "backend_busy", message) { RetryAfterSeconds = 2 },
        BackendFailure.Loading => new(503, Unavailable, "backend_loading", message) { RetryAfterSeconds = 5 },
        BackendFailure.Timeout => new(504, Unavailable, "upstream_timeout", message),
        BackendFailure.ModelMissing => new(404, Invalid, "model_not_found", message, "model"),
        BackendFailure.BadAnswer => new(502, Unavailable, "upstream_error", message),
        // Until the operator fixes it.
        BackendFailure.Credential or BackendFailure.Refused => new(502, Unavailable, "upstream_error", message) { Final = true },
        BackendFailure.ContextTooLong => ContextTooLong(message, param: null),
        BackendFailure.ClientFault or BackendFailure.Incapable => RefusedByBackend(400, null, message),
        BackendFailure.None or BackendFailure.Unavailable =>
            new(503, Unavailable, "upstream_unavailable", message) { RetryAfterSeconds = 2 },
    };

    /// <summary>A backend's refusal that the client can fix, with the backend's own status and words.</summary>
    public static ApiError RefusedByBackend(int status, string? code, string message) =>
        new(status, Invalid, string.IsNullOrEmpty(code) ? "upstream_refused" : code, message) { Final = true };
}
