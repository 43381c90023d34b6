namespace Gateway.Routing.Models;

/// <summary>The facts known of one model on one backend, each from the most trusted source that tells it. Made by <see cref="ModelCards"/>.</summary>
public sealed record ModelCard
{
    /// <summary>The backend's name as configured.</summary>
    public required string Backend { get; init; }

    /// <summary>The model's name as the backend knows it.</summary>
    public required string Model { get; init; }

    /// <summary>What it is for.</summary>
    public required ModelType Type { get; init; }

    /// <summary>What it can do and who says so; empty unless it is for chat or the operator says otherwise.</summary>
    public required CardTags Tags { get; init; }

    /// <summary>Whether its backend takes a name without a tag for the tag <c>latest</c>: what it lists so has a shorter name there.</summary>
    public bool HasImplicitTag { get; init; }

    /// <summary>The demands it is known to meet on this backend.</summary>
    public required Demand Meets { get; init; }

    /// <summary>The demands it is known not to meet on this backend; what is in neither set is unknown.</summary>
    public required Demand Lacks { get; init; }

    /// <summary>Those of <see cref="Lacks"/> that are known because its backend lately refused a request for them.</summary>
    public Demand Refused { get; init; }

    /// <summary>The operations that its backend's API does not have.</summary>
    public OperationSet Without { get; init; }

    /// <summary>What its backend said of it when the card was made; <see langword="null"/> when it does not list it.</summary>
    public ModelFacts? Said { get; init; }

    /// <summary>Whether a request to it is proved to stay on the operator's machines. Never true for a cloud model behind a local Ollama.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>
    /// Whether a request to it is known to leave them. Neither this nor <see cref="IsLocal"/> holds for a model that a local backend
    /// does not list and could pass on.
    /// </summary>
    public required bool IsCloud { get; init; }

    /// <summary>
    /// Whether its backend is known to pass its requests on to a cloud, as an Ollama does with its cloud models: they take nothing of
    /// the backend's own machine. What is only not proved to be local counts as using it.
    /// </summary>
    public bool IsPassedOn { get; init; }

    /// <summary>Who made it, in lower case; <see langword="null"/> when unknown.</summary>
    public string? Vendor { get; init; }

    /// <summary>Its family, in lower case; <see langword="null"/> when unknown.</summary>
    public string? Family { get; init; }

    /// <summary>Its version; <see langword="null"/> when unknown.</summary>
    public string? Version { get; init; }

    /// <summary>All parameters, in billions; <see langword="null"/> when unknown.</summary>
    public decimal? Parameters { get; init; }

    /// <summary>The parameters used for one token, in billions; <see langword="null"/> when unknown or the model is dense.</summary>
    public decimal? ActiveParameters { get; init; }

    /// <summary>The quantization; <see langword="null"/> when unknown.</summary>
    public string? Quantization { get; init; }

    /// <summary>The longest prompt and answer together that the backend takes for it, in tokens; <see langword="null"/> when unknown.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Whether its backend cuts a prompt that is longer than that, and answers all the same.</summary>
    public bool CutsSilently { get; init; }

    /// <summary>The operations in which it is told to refuse instead.</summary>
    public OperationSet RefusesTooLong { get; init; }

    /// <summary>Whether its backend cuts what is too long in an operation.</summary>
    /// <param name="operation">The operation.</param>
    public bool Cuts(OperationKind operation) => CutsSilently && !RefusesTooLong.Holds(operation);

    /// <summary>Whether its backend refuses a prompt that fits where the answer that is asked for would have no room behind it.</summary>
    public bool ReservesAnswer { get; init; }

    /// <summary>How <see cref="ContextLength"/> is known; <see langword="null"/> when it is not.</summary>
    public ContextSource? ContextSource { get; init; }

    /// <summary>Whether its backend says that it could not be loaded when it was tried last. It is no candidate then.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether it was trained on the answers of a larger model; <see langword="null"/> when nothing tells.</summary>
    public bool? IsDistilled { get; init; }

    /// <summary>Whether it is proved to be no distill: the curated table knows it, and neither that nor anything else makes it one.</summary>
    public bool IsProvedFull { get; init; }

    /// <summary>The model it was trained from; <see langword="null"/> when unknown.</summary>
    public string? BaseModel { get; init; }

    /// <summary>What it costs; <see langword="null"/> when unknown. A local model costs time on the team's machine and no money.</summary>
    public Price? Price { get; init; }

    /// <summary>The memory it needs; <see langword="null"/> when its size is unknown.</summary>
    public SizeEstimate? Size { get; init; }

    /// <summary>Whether it is loaded; <see langword="null"/> when the backend does not tell or nothing ever needs loading.</summary>
    public bool? IsWarm { get; init; }

    /// <summary>Whether the backend lists it. False for a name that only the configuration or a client wrote.</summary>
    public bool IsListed { get; init; }
}
