using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects;

/// <summary>Which provider refuses what another accepts, and in which words. The first matching row is the answer.</summary>
internal static class QuirkErrors
{
    private const string Invalid = "invalid_request_error";

    private static readonly (string Provider, RequestQuirks Quirk, ErrorAnswer Answer)[] s_rows =
    [
        ("openai", RequestQuirks.EmptyTools, OpenAi("Invalid 'tools': empty array, where at least one is expected.", "tools")),
        ("openai", RequestQuirks.ChoiceWithoutTools, OpenAi("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice")),
        ("openai", RequestQuirks.OptionsWithoutStream,
            OpenAi("'stream_options' is only allowed when 'stream' is enabled.", "stream_options")),
        ("vllm", RequestQuirks.EmptyTools, Vllm("tools: the list must not be empty")),
        ("vllm", RequestQuirks.ChoiceWithoutTools, Vllm("When using `tool_choice`, `tools` must be set.")),
        ("vllm", RequestQuirks.OptionsWithoutStream, Vllm("Stream options can only be defined when `stream=True`.")),
        ("deepseek", RequestQuirks.EmptyTools, DeepSeek("Invalid 'tools': empty array.")),
        ("deepseek", RequestQuirks.ChoiceWithoutTools, DeepSeek("`tool_choice` is only allowed with `tools`")),
        ("deepseek", RequestQuirks.OptionsWithoutStream, DeepSeek("stream_options should be set along with stream = true")),
        ("deepseek", RequestQuirks.ContentList, DeepSeek(Unread + "messages: invalid type: sequence, expected a string")),
        ("deepseek", RequestQuirks.DeveloperRole, DeepSeek(Unread + "messages: unknown variant `developer`")),
        ("deepseek", RequestQuirks.FractionalNumber, DeepSeek(Unread + "invalid type: floating point, expected u32")),
        ("siliconflow", RequestQuirks.OptionsWithoutStream,
            new(400, ErrorBody.Coded(20015, "stream_options is only allowed with stream."))),
        ("siliconflow", RequestQuirks.PrefixWhileThinking, new(400, ErrorBody.Coded(20030, "A model that thinks takes no prefix."))),
        ("llamacpp", RequestQuirks.BegunWhileThinking, LlamaCpp("Assistant response prefill is incompatible with enable_thinking.")),
        ("ollama", RequestQuirks.FractionalNumber, Ollama("json: cannot unmarshal number into Go struct field of type int")),
        ("ollama", RequestQuirks.BrokenArguments, Ollama("invalid tool call arguments")),
        ("ollama", RequestQuirks.NoContent, Ollama("invalid message content type: <nil>")),
        ("ollama", RequestQuirks.OddImage, Ollama("invalid image input")),
    ];

    private const string Unread = "Failed to deserialize the JSON body into the target type: ";

    /// <returns>Null when the provider accepts it.</returns>
    public static ErrorAnswer? Of(string provider, RequestQuirks quirks, bool thinks)
    {
        quirks &= thinks ? quirks : ~(RequestQuirks.BegunWhileThinking | RequestQuirks.PrefixWhileThinking);
        foreach (var row in s_rows)
        {
            if (provider.StartsWith(row.Provider, StringComparison.Ordinal) && (quirks & row.Quirk) != 0)
            {
                return row.Answer;
            }
        }
        return null;
    }

    /// <summary>The provider's refusal of an unknown member.</summary>
    public static ErrorAnswer UnknownMember(string provider, string name) => provider switch
    {
        "siliconflow" => new(400, ErrorBody.Coded(20015, $"Value error, current model does not support parameter `{name}`.")),
        "vllm" => new(400, ErrorBody.Numbered($"{name}: Extra inputs are not permitted", "BadRequestError", 400)),
        _ => new(400, ErrorBody.Object($"Unrecognized request argument supplied: {name}", Invalid)),
    };

    private static ErrorAnswer OpenAi(string message, string param) => new(400, ErrorBody.Object(message, Invalid, param: param));

    private static ErrorAnswer Vllm(string message) => new(400, ErrorBody.Numbered(message, "BadRequestError", 400));

    private static ErrorAnswer DeepSeek(string message) => new(400, ErrorBody.Object(message, Invalid, Invalid));

    private static ErrorAnswer LlamaCpp(string message) => new(400, LlamaCppErrors.Body(400, message, Invalid));

    private static ErrorAnswer Ollama(string message) => new(400, ErrorBody.Object(message, Invalid));
}
