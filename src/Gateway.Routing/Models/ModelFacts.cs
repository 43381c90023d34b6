using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>What a backend says of one of its models. Everything it does not say is <see langword="null"/>.</summary>
/// <param name="Model">The model's name as the backend lists it.</param>
public sealed record ModelFacts(string Model)
{
    /// <summary>
    /// The capabilities it lists, without regard to case: Ollama's <c>completion</c>, <c>tools</c>, <c>insert</c>, <c>vision</c>,
    /// <c>thinking</c>, <c>embedding</c>, <c>image</c>, <c>audio</c>, and what others call the same (<c>tool_use</c>,
    /// <c>multimodal</c>, <c>reasoning</c>). Unknown words are passed over.
    /// </summary>
    public ImmutableArray<string>? Capabilities { get; init; }

    /// <summary>
    /// The tags this backend would have listed if the model had them, so that silence means the model lacks them. All
    /// of Ollama's by default; fewer for a backend whose list is shorter.
    /// </summary>
    public Tag Judges { get; init; } = Tag.Vision | Tag.Tools | Tag.FIM | Tag.Reasoning | Tag.Audio;

    /// <summary>What the model is for.</summary>
    public ModelType? Type { get; init; }

    /// <summary>The longest context the model was trained for, in tokens. What it is given may be less.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The context the backend really gives it, in tokens, as far as that is known. Goes before <see cref="ContextLength"/>.</summary>
    public int? ServedContext { get; init; }

    /// <summary>How <see cref="ServedContext"/> is known; <see langword="null"/> where that is.</summary>
    public ContextSource? ServedSource { get; init; }

    /// <summary>
    /// Whether it refuses a prompt that is too long though its backend cuts those of other models; <see langword="null"/> where the
    /// backend does not tell.
    /// </summary>
    public bool? RefusesTooLong { get; init; }

    /// <summary>
    /// The operations in which it can be told to refuse what is too long, where that differs from what its kind of backend can;
    /// <see langword="null"/> where it does not.
    /// </summary>
    public OperationSet? CanRefuseTooLong { get; init; }

    /// <summary>The number of parameters as text, such as <c>7.6B</c> or <c>137M</c>; any other text counts as not said.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>The quantization, such as <c>Q4_K_M</c>; <c>unknown</c> counts as not said.</summary>
    public string? Quantization { get; init; }

    /// <summary>The architecture's family, such as <c>qwen2</c>.</summary>
    public string? Family { get; init; }

    /// <summary>Whether the entry stands for a model served elsewhere, such as an Ollama entry with a remote host.</summary>
    public bool IsRemote { get; init; }

    /// <summary>
    /// Whether the list leaves open where the model runs, so that it cannot be proved to be local: the list of a server that is not
    /// proved to be what it was taken for.
    /// </summary>
    public bool IsPlaceUnproved { get; init; }

    /// <summary>Whether it is loaded; <see langword="null"/> when the backend does not tell or nothing ever needs loading.</summary>
    public bool? IsWarm { get; init; }

    /// <summary>Whether its backend says that it could not be loaded when it was tried last.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Other names that its backend knows it by.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Whether a name is one of its aliases, without regard to case.</summary>
    /// <param name="name">The name.</param>
    public bool IsAlsoCalled(string name) => !Aliases.IsEmpty && Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What its server runs it as: models of which it says the same share one runner, with its places. <see langword="null"/> where each
    /// has its own.
    /// </summary>
    public string? RunsAs { get; init; }

    /// <summary>What the line before it is called: one for all models of a runner.</summary>
    public string LineName => RunsAs ?? Model;

    /// <summary>How many requests it answers at a time, further ones waiting inside its server; <see langword="null"/> when it does not tell.</summary>
    public int? Places { get; init; }

    /// <summary>Whether later facts are of the same model, however it fares now.</summary>
    /// <param name="later">The later facts.</param>
    /// <returns>False also where nothing is said later.</returns>
    public bool IsOfTheSameModel(ModelFacts? later) =>
        later is not null
        && (Type, Family, ParameterSize) == (later.Type, later.Family, later.ParameterSize)
        && (Quantization, ContextLength) == (later.Quantization, later.ContextLength)
        && (Capabilities ?? []).SequenceEqual(later.Capabilities ?? [], StringComparer.Ordinal);
}
