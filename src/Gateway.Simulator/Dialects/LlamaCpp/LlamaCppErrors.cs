using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.LlamaCpp;

/// <summary>The errors of llama.cpp's server. Their codes are numbers.</summary>
internal static class LlamaCppErrors
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["loadingModel"] = _ => Answer(503, "Loading model", "unavailable_error"),
        ["modelNotFound"] = model => Answer(400, $"model '{model}' not found", Invalid),
        ["noModel"] = _ => Answer(400, "model name is missing from the request", Invalid),
        ["notLoaded"] = _ => Answer(400, "model is not loaded", Invalid),
        ["tooLong"] = _ => TooLong(9000, 8192),
        ["badRequest"] = _ => Answer(400, "'messages' is required", Invalid),
        ["badKey"] = _ => Answer(401, "Invalid API Key", "authentication_error"),
        ["wrongPath"] = _ => Answer(404, "File Not Found", "not_found_error"),
        ["notForChat"] = _ => Answer(
            501, "This server does not support completions. Start it without `--embeddings`", "not_supported_error"),
        ["computeError"] = _ => Answer(500, "Compute error.", "server_error"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The refusal of a prompt that has this many tokens.</summary>
    public static ErrorAnswer TooLong(int tokens, int context) => new(400, ErrorBody.Of(new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = 400,
            ["message"] = $"request ({tokens} tokens) exceeds the available context size ({context} tokens), try increasing it",
            ["type"] = "exceed_context_size_error",
            ["n_prompt_tokens"] = tokens,
            ["n_ctx"] = context,
        },
    }));

    public static string Body(int code, string message, string type) => ErrorBody.Of(new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["type"] = type },
    });

    public static ErrorAnswer Answer(int status, string message, string type) => new(status, Body(status, message, type));
}
