using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.OpenAi;

/// <summary>The errors of OpenAI, and two shapes of compatible servers.</summary>
internal static class OpenAiErrors
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["badRequest"] = _ => new(400, ErrorBody.Object("The request could not be read.", Invalid)),
        ["tooLong"] = _ => new(400, ErrorBody.Object(
            "The maximum context length of this model is 8192 tokens, and the messages have more.",
            Invalid, "context_length_exceeded", "messages")),
        ["badKey"] = _ => new(401, ErrorBody.Object("The API key is incorrect.", Invalid, "invalid_api_key")),
        ["modelNotFound"] = model => new(404, ErrorBody.Object($"The model '{model}' does not exist.", Invalid, "model_not_found")),
        ["notForChat"] = _ => new(404, ErrorBody.Object("This is not a chat model.", Invalid, param: "model")),
        ["wrongPath"] = _ => new(404, ErrorBody.Object("There is nothing at this address.", Invalid)),
        ["insufficientQuota"] = _ =>
            new(429, ErrorBody.Object("The quota of this account is used up.", "insufficient_quota", "insufficient_quota")),
        ["rateLimit"] = _ => new(429, ErrorBody.Object("The rate limit was reached.", "requests", "rate_limit_exceeded"))
        {
            RetryAfterSeconds = 7,
        },
        ["serverError"] = _ => new(500, ErrorBody.Object("The server had an error.", "server_error", "server_error")),
        ["plainText"] = _ => new(500, "Internal Server Error") { ContentType = "text/plain" },
        ["overloaded"] = _ => new(503, ErrorBody.Object("The engine is overloaded.", "server_error", "overloaded")),
        // Seen at compatible servers: a 400 about the account, and refusals by a proxy in front of the server.
        ["arrears"] = _ => new(400, ErrorBody.Object("Access denied, your account is in arrears.", "Arrearage", "Arrearage")),
        ["emptyAccount"] = _ => new(400, ErrorBody.Object("Your credit balance is too low to use this API.", Invalid)),
        ["tooLargeForProxy"] = _ => new(413, ErrorBody.Page("413 Request Entity Too Large")) { ContentType = "text/html" },
        ["detailText"] = _ => new(400, """{"detail":"The request could not be processed."}"""),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
