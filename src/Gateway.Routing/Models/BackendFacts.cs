using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>What a backend says of one of its models. Everything it does not say is <see langword="null"/>.</summary>
/// <param name="Backend">The backend's name as configured.</param>
/// <param name="IsLocal">Whether the backend itself is local: a request to it stays on the operator's machines.</param>
public sealed record BackendFacts(string Backend, bool IsLocal)
{
    /// <summary>
    /// The capabilities it lists, without regard to case: Ollama's <c>completion</c>, <c>tools</c>, <c>insert</c>, <c>vision</c>,
    /// <c>thinking</c>, <c>embedding</c>, <c>image</c>, and what others call the same (<c>tool_use</c>, <c>multimodal</c>,
    /// <c>reasoning</c>). Unknown words are passed over.
    /// </summary>
    public ImmutableArray<string>? Capabilities { get; init; }

    /// <summary>
    /// The tags this backend would have listed if the model had them, so that silence means the model lacks them. All
    /// four of Ollama's by default; fewer for a backend whose list is shorter.
    /// </summary>
    public Tag Judges { get; init; } = Tag.Vision | Tag.Tools | Tag.FIM | Tag.Reasoning;

    /// <summary>What the model is for.</summary>
    public ModelType? Type { get; init; }

    /// <summary>The context, in tokens.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The number of parameters as text, such as <c>7.6B</c> or <c>137M</c>; any other text counts as not said.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The quantization, such as <c>Q4_K_M</c>; <c>unknown</c> counts as not said.</summary>
    public string? Quantization { get; init; }

    /// <summary>The architecture's family, such as <c>qwen2</c>.</summary>
    public string? Family { get; init; }

    /// <summary>Whether the entry stands for a model served elsewhere, such as an Ollama entry with a remote host.</summary>
    public bool IsRemote { get; init; }
}
