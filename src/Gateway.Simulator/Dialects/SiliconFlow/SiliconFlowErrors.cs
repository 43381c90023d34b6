using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.SiliconFlow;

/// <summary>The errors of SiliconFlow, in every shape that was seen.</summary>
internal static class SiliconFlowErrors
{
    private const string NoBalance = "Sorry, your account balance is insufficient";
    private const string Limited = "Request was rejected due to rate limiting. Details: ";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["modelNotFound"] = _ => new(400, ErrorBody.Coded(20012, "Model does not exist. Please check it carefully.")),
        ["tooLong"] = _ =>
            new(400, ErrorBody.Coded(20015, "length of prompt_tokens (40961) must be less than max_seq_len (32768).")),
        ["badRequest"] = _ => new(400, ErrorBody.Coded(20015, "The request could not be read.")),
        ["badKey"] = _ => new(401, """{"code":30014,"message":"Token is invalid."}"""),
        ["badKeyText"] = _ => new(401, ErrorBody.Bare("Api key is invalid")),
        ["noKey"] = _ => new(401, ErrorBody.Bare("Invalid token")),
        // The same refusal was seen with both statuses.
        ["noBalance402"] = _ => new(402, ErrorBody.Coded(30001, NoBalance)),
        ["noBalance403"] = _ => new(403, ErrorBody.Coded(30001, NoBalance)),
        ["forbidden"] = _ => new(403, ErrorBody.Bare("Forbidden")),
        ["wrongPath"] = _ => new(404, ErrorBody.Bare("404 page not found")),
        ["gone410"] = _ => new(410, ErrorBody.Coded(20092, "This endpoint is deprecated and is no longer available.")),
        ["tpmLimit"] = _ => new(429, ErrorBody.Uncoded(Limited + "TPM limit reached.")),
        ["rpmLimit"] = _ => new(429, ErrorBody.Uncoded(Limited + "RPM limit reached.")),
        ["htmlBadGateway"] = _ => new(502, ErrorBody.Page("502 Bad Gateway")) { ContentType = "text/html" },
        ["overloaded"] = _ => new(503, ErrorBody.Coded(50505, "Model service overloaded. Please try again later.")),
        ["gatewayTimeout"] = _ => new(504, ErrorBody.Bare("Gateway Timeout")),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
