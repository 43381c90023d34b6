using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>The facts a backend reports about one of its models. Everything it does not report is <see langword="null"/>.</summary>
/// <param name="Model">The model's name as the backend lists it.</param>
public sealed record ModelFacts(string Model)
{
    /// <summary>
    /// The capabilities it lists, without regard to case: Ollama's <c>completion</c>, <c>tools</c>, <c>insert</c>, <c>vision</c>,
    /// <c>thinking</c>, <c>embedding</c>, <c>image</c>, <c>audio</c>, and the words others use for the same (<c>tool_use</c>,
    /// <c>multimodal</c>, <c>reasoning</c>). Unknown words are ignored.
    /// </summary>
    public ImmutableArray<string>? Capabilities { get; init; }

    /// <summary>
    /// The tags this backend would list if the model had them, so that a missing one is denied. By default all that Ollama lists; fewer for
    /// a backend with a shorter list.
    /// </summary>
    public Tag Judges { get; init; } = Tag.Vision | Tag.Tools | Tag.FIM | Tag.Reasoning | Tag.Audio;

    /// <summary>The model's type.</summary>
    public ModelType? Type { get; init; }

    /// <summary>The longest context the model was trained for, in tokens. It may be given less.</summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// The context the backend actually gives it, in tokens, where known. Takes precedence over <see cref="ContextLength"/>.
    /// </summary>
    public int? ServedContext { get; init; }

    /// <summary>The source of <see cref="ServedContext"/>; <see langword="null"/> when that is <see langword="null"/>.</summary>
    public ContextSource? ServedSource { get; init; }

    /// <summary>
    /// True when it refuses a prompt that is too long although its backend cuts those of other models; <see langword="null"/> when the
    /// backend does not say.
    /// </summary>
    public bool? RefusesTooLong { get; init; }

    /// <summary>
    /// The operations in which it can be told to refuse a prompt that is too long, where they differ from those of its kind of backend;
    /// else <see langword="null"/>.
    /// </summary>
    public OperationSet? CanRefuseTooLong { get; init; }

    /// <summary>The number of parameters as text, such as <c>7.6B</c> or <c>137M</c>; any other text counts as unknown.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The quantization, such as <c>Q4_K_M</c>; the text <c>unknown</c> counts as unknown.</summary>
    public string? Quantization { get; init; }

    /// <summary>The architecture's family, such as <c>qwen2</c>.</summary>
    public string? Family { get; init; }

    /// <summary>True when the entry stands for a model served elsewhere, such as an Ollama entry with a remote host.</summary>
    public bool IsRemote { get; init; }

    /// <summary>
    /// True when the list leaves open where the model runs, so that it cannot be proved to be local. This happens when the server is not
    /// proved to be the kind it was taken for.
    /// </summary>
    public bool IsPlaceUnproved { get; init; }

    /// <summary>True when it is loaded; <see langword="null"/> when the backend does not say or never needs to load a model.</summary>
    public bool? IsWarm { get; init; }

    /// <summary>True when its backend says that it failed to load the last time.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Other names by which its backend knows it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>True when a name is one of its aliases, without regard to case.</summary>
    /// <param name="name">The name.</param>
    public bool IsAlsoCalled(string name) => !Aliases.IsEmpty && Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The name under which its server runs it: models with the same one share a runner and its places. <see langword="null"/> when each
    /// model has its own.
    /// </summary>
    public string? RunsAs { get; init; }

    /// <summary>The name of the queue in front of it: one for all models of a runner.</summary>
    public string LineName => RunsAs ?? Model;

    /// <summary>
    /// How many requests it answers at a time; further ones wait inside its server. <see langword="null"/> when it does not say.
    /// </summary>
    public int? Places { get; init; }

    /// <summary>True when later facts are about the same model, whatever its state is now.</summary>
    /// <param name="later">The later facts.</param>
    /// <returns>False also when there are no later facts.</returns>
    public bool IsOfTheSameModel(ModelFacts? later) =>
        later is not null
        && (Type, Family, ParameterSize) == (later.Type, later.Family, later.ParameterSize)
        && (Quantization, ContextLength) == (later.Quantization, later.ContextLength)
        && (Capabilities ?? []).SequenceEqual(later.Capabilities ?? [], StringComparer.Ordinal);
}
