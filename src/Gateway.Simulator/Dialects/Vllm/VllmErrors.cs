using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.Vllm;

/// <summary>
/// The errors of vLLM. They repeat the status as a number; a key gets a text, and a wrong address gets the web framework's own error.
/// </summary>
internal static class VllmErrors
{
    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["modelNotFound"] = model => Answer(404, $"The model `{model}` does not exist.", "NotFoundError"),
        ["modelNotFoundFlat"] = model => new(404, new JsonObject
        {
            // Older servers have no envelope.
            ["object"] = "error",
            ["message"] = $"The model `{model}` does not exist.",
            ["type"] = "NotFoundError",
            ["param"] = null,
            ["code"] = 404,
        }.ToJsonString()),
        ["tooLong"] = _ => Answer(
            400, "This model's maximum context length is 8192 tokens. However, your request has 9000 input tokens.", "BadRequestError"),
        ["badRequest"] = _ => Answer(400, "messages: Field required", "BadRequestError"),
        ["notForChat"] = _ => Answer(400, "The model does not support Chat Completions API", "BadRequestError"),
        ["noToolParser"] = _ => Answer(
            400, "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set", "BadRequestError"),
        ["unauthorized"] = _ => new(401, ErrorBody.Text("Unauthorized")),
        ["wrongPath"] = _ => new(404, """{"detail":"Not Found"}"""),
        ["serverError"] = _ => Answer(500, "EngineCore encountered an issue.", "InternalServerError"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ErrorAnswer Answer(int status, string message, string type) => new(status, ErrorBody.Numbered(message, type, status));
}
