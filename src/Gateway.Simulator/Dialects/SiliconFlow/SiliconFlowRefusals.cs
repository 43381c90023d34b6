using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.SiliconFlow;

/// <summary>SiliconFlow's answers to what a model does not have, and to what it blocks.</summary>
internal static class SiliconFlowRefusals
{
    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["fimNotSupported"] = _ => new(400, ErrorBody.Coded(20031, "FIM is not supported for this model.")),
        ["prefixNotSupported"] = _ => new(400, ErrorBody.Coded(20030, "Prefix is not supported for this model.")),
        ["completionsNotSupported"] = _ => new(400, ErrorBody.Coded(20039, "Completions are not supported for this model.")),
        ["promptNotText"] = _ => new(400, ErrorBody.Coded(20015, "The prompt must be a string.")),
        ["noThinking"] = _ => new(400, ErrorBody.Coded(20015, "Value error, current model does not support parameter `enable_thinking`.")),
        ["noImages"] = _ =>
            new(400, ErrorBody.Coded(20041, "The model is not a VLM (Vision Language Model). Please use text-only prompts.")),
        ["tooLarge413"] = _ => new(413, ErrorBody.Coded(20042, "The request is too large.")),
        ["indecent451"] = _ => new(451, ErrorBody.Coded(20021, "The content is not safe for work.")),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
