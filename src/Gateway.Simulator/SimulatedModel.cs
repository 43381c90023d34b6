using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>
/// What is true of a model, as its backend tells it. All members are optional: what is not given is derived from the
/// name. As JSON, the names are in camelCase, and unknown ones are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SimulatedModel
{
    /// <summary>
    /// All it can do, in Ollama's words: completion, tools, insert, vision, embedding, thinking, image, audio. The other
    /// providers tell what they have a place for. Without <c>completion</c> a model refuses to chat.
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
    /// The context length it is loaded with: in Ollama the <c>num_ctx</c> of its model file. When nothing is given, the server decides
    /// (<see cref="SimulatorOptions.ServerContext"/>).
    /// </summary>
    public int? ServedContext { get; init; }

    /// <summary>The model that it was made from in Ollama, whose blob and runner it shares.</summary>
    public string? MadeFrom { get; init; }

    /// <summary>Further names that llama.cpp's server knows it by.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>
    /// Whether Ollama has no Go template for it, and leaves its prompts to its runner: that refuses a prompt which is too long, where it would
    /// be cut in silence otherwise.
    /// </summary>
    public bool? Native { get; init; }

    /// <summary>
    /// The tokens of a prompt for each of its characters: 0.25 when nothing is given. Another number makes estimates wrong, as real texts and
    /// tokenizers do.
    /// </summary>
    public double? TokensPerCharacter { get; init; }

    /// <summary>Of an entry of Ollama that is served elsewhere, the address. Empty: it is served here, whatever its name says.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>Of an entry of Ollama that is served elsewhere, its name there.</summary>
    public string? RemoteModel { get; init; }

    /// <summary>
    /// SiliconFlow's sub_type: chat, embedding, reranker, text-to-image, image-to-image, speech-to-text or text-to-video;
    /// and <c>text-to-speech</c>, for which SiliconFlow has no sub_type.
    /// </summary>
    public string? SubType { get; init; }

    /// <summary>LM Studio's type: llm, vlm or embedding.</summary>
    public string? LmStudioType { get; init; }

    /// <summary>
    /// Whether its chat template raises where users and assistants do not take turns, or where a system message is not the first: in
    /// llama.cpp and vLLM.
    /// </summary>
    public bool? StrictTemplate { get; init; }

    /// <summary>Whether vLLM was started with a parser for its tool calls, which it is here unless this says otherwise.</summary>
    public bool? ToolParser { get; init; }
}
