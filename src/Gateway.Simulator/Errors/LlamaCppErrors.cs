using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Errors;

/// <summary>The errors of llama.cpp's server, whose codes are numbers.</summary>
internal static class LlamaCppErrors
{
    private const string Invalid = "invalid_request_error";
    private const string Server = "server_error";
    private const string Jinja = "\n------------\nWhile executing CallExpression at line 1, column 2 in source:\n\nError: Jinja Exception: ";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["loadingModel"] = _ => Answer(503, "Loading model", "unavailable_error"),
        ["modelNotFound"] = model => Answer(400, $"model `{model}` not found", Invalid),
        ["notLoaded"] = _ => Answer(400, "model is not loaded", Invalid),
        ["tooLong"] = _ => Answer(
            400, "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it", "exceed_context_size_error"),
        ["badRequest"] = _ => Answer(400, "'messages' is required", Invalid),
        ["badKey"] = _ => Answer(401, "Invalid API Key", "authentication_error"),
        ["wrongPath"] = _ => Answer(404, "File Not Found", "not_found_error"),
        ["notForChat"] = _ => Answer(
            501, "This server does not support completions. Start it without `--embeddings`", "not_supported_error"),
        // It answers 500 to every exception but those of arguments.
        ["rolesDoNotAlternate"] = _ => Answer(500, Jinja + "Conversation roles must alternate user/assistant/user/assistant/...", Server),
        ["systemNotFirst"] = _ => Answer(500, Jinja + "System message must be at the beginning.", Server),
        ["parseError"] = _ => Answer(
            500, "[json.exception.parse_error.101] parse error at line 1, column 60: syntax error while parsing value - invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF", Server),
        ["brokenArguments"] = _ => Answer(
            500, "Failed to parse tool call arguments as JSON: [json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value", Server),
        ["tooLarge"] = _ => Answer(500, "input (1002 tokens) is too large to process. increase the physical batch size (current batch size: 512)", Server),
        ["noImages"] = _ => Answer(500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj", Server),
        ["embeddingModel"] = _ => Answer(500, "the current context does not logits computation. skipping", Server),
        ["loadFailed"] = model => Answer(500, $"model name={model} failed to load", Server),
        ["infillNotSupported"] = _ => Answer(501, "Infill is not supported by this model: prefix token is missing.", "not_supported_error"),
        ["computeError"] = _ => Answer(500, "Compute error.", Server),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Body(int code, string message, string type) => new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["type"] = type },
    }.ToJsonString();

    private static ErrorAnswer Answer(int status, string message, string type) => new(status, Body(status, message, type));
}
