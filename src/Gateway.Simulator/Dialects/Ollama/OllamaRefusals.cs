using System.Collections.Frozen;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>Ollama's answers to what a model or its cloud does not have, and the failures of its runner.</summary>
internal static class OllamaRefusals
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        // The runner's message, passed on unchanged.
        ["noVision"] = _ => new(400, ErrorBody.Object(
            ErrorBody.Numbered("Multimodal data provided, but model does not support multimodal requests.", Invalid, 400), Invalid)),
        ["doesNotSupportThinking"] = model => new(400, ErrorBody.Object($"\"{model}\" does not support thinking", Invalid)),
        ["doesNotSupportInsert"] = model =>
            new(400, ErrorBody.Object($"registry.ollama.ai/library/{model} does not support insert", Invalid)),
        ["promptNotText"] = _ => new(400, ErrorBody.Object(
            "json: cannot unmarshal array into Go struct field CompletionRequest.prompt of type string", Invalid)),
        ["invalidToolArguments"] = _ => new(400, ErrorBody.Object("invalid tool call arguments", Invalid)),
        ["nullContent"] = _ => new(400, ErrorBody.Object("invalid message content type: <nil>", Invalid)),
        ["tooLongForRunner"] = _ => TooLongForRunner(9000, 8192),
        // The runner's message about a schema, passed on unchanged. Version 0.20 reported it as Ollama's own fault.
        ["badSchema"] = _ => new(400, ErrorBody.Object(
            LlamaCppErrors.Body(400, "JSON schema conversion failed: Unrecognized schema", Invalid), Invalid)),
        ["badSchemaOld"] = _ => new(500, ErrorBody.Object("invalid JSON schema in format", "api_error")),
        ["runnerDied"] = _ => new(500, ErrorBody.Object("an error was encountered while running the model: unexpected EOF", "api_error")),
        ["loadFailed"] = _ => new(500, ErrorBody.Object(
            "llama-server process has terminated: exit status 1: cudaMalloc failed: out of memory", "api_error")),
        ["noForm"] = _ => new(400, ErrorBody.Object("request Content-Type isn't multipart/form-data", Invalid)),
        ["noEmbeddings"] = _ => new(501, ErrorBody.Object("This server does not support embeddings", "api_error")),
        // Only cloud models do this. The address contains the machine's name and its key.
        ["notSignedIn"] = _ => new(
            401, """{"error":"unauthorized","signin_url":"https://ollama.com/connect?name=the-machine&key=c2ltdWxhdGVk"}"""),
        ["cloudDisabled"] = _ => new(403, ErrorBody.Object("ollama cloud is disabled: remote inference is unavailable", "api_error")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The runner's message about the length, passed on unchanged: JSON inside a text.</summary>
    public static ErrorAnswer TooLongForRunner(int tokens, int context) =>
        new(400, ErrorBody.Object(LlamaCppErrors.TooLong(tokens, context).Body, Invalid));
}
