using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>The errors of Ollama on its OpenAI paths.</summary>
internal static class OllamaErrors
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["modelNotFound"] = model => new(404, ErrorBody.Object($"model '{model}' not found", "not_found_error")),
        ["doesNotSupportTools"] = model =>
            new(400, ErrorBody.Object($"registry.ollama.ai/library/{model} does not support tools", Invalid)),
        ["notForChat"] = model => new(400, ErrorBody.Object($"\"{model}\" does not support chat", Invalid)),
        ["tooLong"] = _ => new(400, ErrorBody.Object("the input length exceeds the context length", Invalid)),
        // The two blanks are in the original.
        ["busy"] = _ => new(503, ErrorBody.Object("server busy, please try again.  maximum pending requests exceeded", "api_error")),
        ["runnerError"] = _ => new(500, ErrorBody.Object("model runner has unexpectedly stopped", "api_error")),
        ["badRequest"] = _ => new(400, ErrorBody.Object("invalid message format", Invalid)),
        ["noMessages"] = _ => new(400, ErrorBody.Object("[] is too short - 'messages'", Invalid)),
        ["imageAddress"] = _ =>
            new(400, ErrorBody.Object("image URLs are not currently supported, please use base64 encoded data instead", Invalid)),
        ["wrongPath"] = _ => new(404, "404 page not found") { ContentType = "text/plain" },
        ["unauthorized"] = _ => new(401, """{"error":"unauthorized"}"""),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
