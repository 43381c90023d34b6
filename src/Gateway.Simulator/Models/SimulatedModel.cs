using System.Text.Json.Serialization;

namespace Gateway.Simulator.Models;

/// <summary>
/// The facts about a model, as its backend reports them. All members are optional: the rest is derived from the name. In JSON, names are in
/// camelCase and unknown ones are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SimulatedModel
{
    /// <summary>
    /// Its capabilities, in Ollama's words: completion, tools, insert, vision, embedding, thinking, image, audio. The other providers
    /// report those they have a place for. Without <c>completion</c> a model refuses to chat.
    /// </summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>The family or architecture, such as <c>qwen2</c>.</summary>
    public string? Family { get; init; }

    /// <summary>The size as a text, such as <c>7.6B</c>; the number of parameters follows from it.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The quantization, such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>The context length that the model itself allows.</summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// The context length it is loaded with: in Ollama the <c>num_ctx</c> of its model file. If none is given, the server decides
    /// (<see cref="Options.SimulatorOptions.ServerContext"/>).
    /// </summary>
    public int? ServedContext { get; init; }

    /// <summary>The model that it was made from in Ollama. The two share a blob and a runner.</summary>
    public string? MadeFrom { get; init; }

    /// <summary>Other names for it in llama.cpp's server.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>
    /// True when Ollama has no Go template for it and leaves its prompts to the runner. The runner refuses a prompt that is too long, which
    /// Ollama would cut silently.
    /// </summary>
    public bool? Native { get; init; }

    /// <summary>
    /// The prompt tokens for each character: 0.25 by default. Another number makes estimates wrong, as real texts and tokenizers do.
    /// </summary>
    public double? TokensPerCharacter { get; init; }

    /// <summary>The address of an Ollama entry that is served elsewhere. Empty: it is served here, whatever its name says.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>The name that an Ollama entry has where it is served.</summary>
    public string? RemoteModel { get; init; }

    /// <summary>
    /// SiliconFlow's sub_type: chat, embedding, reranker, text-to-image, image-to-image, speech-to-text or text-to-video;
    /// and <c>text-to-speech</c>, for which SiliconFlow has no sub_type.
    /// </summary>
    public string? SubType { get; init; }

    /// <summary>LM Studio's type: llm, vlm or embedding.</summary>
    public string? LmStudioType { get; init; }

    /// <summary>
    /// True when its chat template fails if users and assistants do not take turns, or if a system message is not the first, as in
    /// llama.cpp and vLLM.
    /// </summary>
    public bool? StrictTemplate { get; init; }

    /// <summary>True, the default, when vLLM was started with a parser for its tool calls.</summary>
    public bool? ToolParser { get; init; }
}
