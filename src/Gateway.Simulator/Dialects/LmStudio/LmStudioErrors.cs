using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.LmStudio;

/// <summary>
/// The errors of LM Studio: an object if the model is at fault, otherwise bare text. It answers 400 even for its own faults.
/// </summary>
internal static class LmStudioErrors
{
    private const string Invalid = "invalid_request_error";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["modelNotFound"] = model => new(400, ErrorBody.Object(
            $"Invalid model identifier \"{model}\". Please specify a valid downloaded model.", Invalid, "model_not_found", "model")),
        ["noModelLoaded"] = _ => new(404, ErrorBody.Object(
            "No models loaded. Please load a model in the developer page or use the 'lms load' command.", Invalid, "model_not_found",
            "model")),
        ["loadFailed"] = model => new(400, ErrorBody.Text($"Failed to load model \"{model}\". Error: insufficient system resources.")),
        ["notForChat"] = model => new(400, ErrorBody.Text($"Model \"{model}\" is not an llm.")),
        ["crashed"] = _ => new(400, ErrorBody.Text("The model has crashed without additional information. (Exit code: 6)")),
        ["tooLong"] = _ => new(400, ErrorBody.Text(
            "Trying to keep the first 5020 tokens when context the overflows. However, the model is loaded with context length of only "
            + "4096 tokens.")),
        ["badRequest"] = _ => new(400, ErrorBody.Text("'messages' field is required")),
        ["promptNotText"] = _ => new(400, ErrorBody.Text("'prompt' field must be a string")),
        ["imageAddress"] = _ => new(400, ErrorBody.Text("'url' field must be a base64 encoded image.")),
        ["badKey"] = _ => new(401, ErrorBody.Object("The API token is missing or wrong.", Invalid, "invalid_api_key")),
        // The status is really 200, so a client that mistyped the address sees a success.
        ["wrongPath"] = _ => new(200, ErrorBody.Text("Unexpected endpoint or method.")),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
