using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>
/// The facts known about one model on one backend, each from the most trusted source that gives it. Made by <see cref="ModelCards"/>.
/// </summary>
public sealed record ModelCard
{
    /// <summary>The backend's name as configured.</summary>
    public required string Backend { get; init; }

    /// <summary>The model's name as the backend knows it.</summary>
    public required string Model { get; init; }

    /// <summary>The model's type.</summary>
    public required ModelType Type { get; init; }

    /// <summary>Its tags and their sources; empty unless the model is for chat or the operator says otherwise.</summary>
    public required CardTags Tags { get; init; }

    /// <summary>
    /// True when its backend reads a name without a tag as the tag <c>latest</c>, so that a model listed with that tag has a shorter name.
    /// </summary>
    public bool HasImplicitTag { get; init; }

    /// <summary>The demands it is known to meet on this backend.</summary>
    public required Demand Meets { get; init; }

    /// <summary>The demands it is known not to meet on this backend. A demand in neither set is unknown.</summary>
    public required Demand Lacks { get; init; }

    /// <summary>The part of <see cref="Lacks"/> that is known because the backend recently refused a request for it.</summary>
    public Demand Refused { get; init; }

    /// <summary>The operations its backend's API does not have.</summary>
    public OperationSet Without { get; init; }

    /// <summary>The facts its backend reported when the card was made; <see langword="null"/> when the backend does not list it.</summary>
    public ModelFacts? Said { get; init; }

    /// <summary>
    /// True when a request to it is proved to stay on the operator's machines. Never true for a cloud model behind a local Ollama.
    /// </summary>
    public required bool IsLocal { get; init; }

    /// <summary>
    /// True when a request to it is known to leave the operator's machines. Neither this nor <see cref="IsLocal"/> is true for a model that
    /// a local backend does not list and could pass on.
    /// </summary>
    public required bool IsCloud { get; init; }

    /// <summary>
    /// True when its backend is known to pass its requests on to a cloud, as Ollama does with its cloud models. Such requests use nothing
    /// of the backend's own machine. A model that is merely not proved to be local counts as using it.
    /// </summary>
    public bool IsPassedOn { get; init; }

    /// <summary>Its maker, in lower case; <see langword="null"/> when unknown.</summary>
    public string? Vendor { get; init; }

    /// <summary>Its family, in lower case; <see langword="null"/> when unknown.</summary>
    public string? Family { get; init; }

    /// <summary>Its version; <see langword="null"/> when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>The total number of parameters, in billions; <see langword="null"/> when unknown.</summary>
    public decimal? Parameters { get; init; }

    /// <summary>
    /// The number of parameters used for each token, in billions; <see langword="null"/> when unknown or the model is dense.
    /// </summary>
    public decimal? ActiveParameters { get; init; }

    /// <summary>The quantization; <see langword="null"/> when unknown.</summary>
    public string? Quantization { get; init; }

    /// <summary>
    /// The longest prompt and answer together that the backend takes for it, in tokens; <see langword="null"/> when unknown.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>True when its backend cuts a prompt that is longer than the context and answers anyway.</summary>
    public bool CutsSilently { get; init; }

    /// <summary>The operations in which the backend is told to refuse a prompt that is too long instead of cutting it.</summary>
    public OperationSet RefusesTooLong { get; init; }

    /// <summary>True when its backend cuts a prompt that is too long in an operation.</summary>
    /// <param name="operation">The operation.</param>
    public bool Cuts(OperationKind operation) => CutsSilently && !RefusesTooLong.Holds(operation);

    /// <summary>True when its backend refuses a prompt that fits but leaves no room for the requested answer.</summary>
    public bool ReservesAnswer { get; init; }

    /// <summary>The source of <see cref="ContextLength"/>; <see langword="null"/> when the length is unknown.</summary>
    public ContextSource? ContextSource { get; init; }

    /// <summary>True when its backend says that it failed to load the last time. Such a model is no candidate.</summary>
    public bool HasFailed { get; init; }

    /// <summary>True when it was trained on the answers of a larger model; <see langword="null"/> when unknown.</summary>
    public bool? IsDistilled { get; init; }

    /// <summary>True when it is proved to be no distill: the curated table knows it, and no source calls it one.</summary>
    public bool IsProvedFull { get; init; }

    /// <summary>The model it was trained from; <see langword="null"/> when unknown.</summary>
    public string? BaseModel { get; init; }

    /// <summary>
    /// Its prices over time; <see langword="null"/> when unknown. A local model costs time on the team's machine and no money.
    /// </summary>
    public ModelPrice? Price { get; init; }

    /// <summary>The end or the redirect its provider announced for its name; <see langword="null"/> for none.</summary>
    public ModelLife? Life { get; init; }

    /// <summary>The former names for which its provider now answers with this model. Each still leads to it.</summary>
    public ImmutableArray<ModelLife> FormerNames { get; init; } = [];

    /// <summary>The memory it needs; <see langword="null"/> when its size is unknown.</summary>
    public SizeEstimate? Size { get; init; }

    /// <summary>True when it is loaded; <see langword="null"/> when the backend does not say or never needs to load a model.</summary>
    public bool? IsWarm { get; init; }

    /// <summary>True when the backend lists it. False for a name that only the configuration or a client wrote.</summary>
    public bool IsListed { get; init; }
}
