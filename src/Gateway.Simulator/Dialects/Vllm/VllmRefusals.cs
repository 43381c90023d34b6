using System.Collections.Frozen;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects.Vllm;

/// <summary>vLLM's answers to what a template or a model does not support.</summary>
internal static class VllmRefusals
{
    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        ["rolesDoNotAlternate"] = _ =>
            VllmErrors.Answer(400, "Conversation roles must alternate user/assistant/user/assistant/...", "BadRequestError"),
        ["systemNotFirst"] = _ => VllmErrors.Answer(400, "System message must be at the beginning.", "BadRequestError"),
        ["noSuffix"] = _ => VllmErrors.Answer(400, "suffix is not currently supported", "BadRequestError"),
        ["noImages"] = model => VllmErrors.Answer(400, $"{model} is not a multimodal model", "BadRequestError"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
