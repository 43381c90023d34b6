using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.DeepSeek;

/// <summary>The errors of DeepSeek. The code is nearly always the same; only the status and the text differ.</summary>
internal static class DeepSeekErrors
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["modelNotFound"] = _ => new(400, ErrorBody.Object("Model Not Exist", Invalid, Invalid)),
        ["tooLong"] = _ => new(400, ErrorBody.Object(
            "This model's maximum context length is 65536 tokens. However, you requested 70000 tokens.", Invalid, Invalid)),
        ["badRequest"] = _ => new(400, ErrorBody.Object("Failed to deserialize the JSON body into the target type", Invalid, Invalid)),
        ["badKey"] = _ => new(401, ErrorBody.Object("Authentication Fails, your api key is invalid", "authentication_error", Invalid)),
        ["noBalance"] = _ => new(402, ErrorBody.Object("Insufficient Balance", "unknown_error", Invalid)),
        ["wrongPath"] = _ => new(404, """{"error_msg":"Not Found. Please check the configuration."}"""),
        ["badParameter"] = _ => new(422, ErrorBody.Object("A parameter is invalid.", Invalid, Invalid)),
        ["rateLimit"] = _ => new(429, ErrorBody.Object("Requests come too fast.", "rate_limit_error", "rate_limit_error")),
        ["serverError"] = _ => new(500, ErrorBody.Object("Internal Server Error", "server_error", "internal_error")),
        ["overloaded"] = _ => new(503, ErrorBody.Object("Service is too busy.", "service_unavailable_error", Invalid)),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
