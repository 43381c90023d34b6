namespace Gateway.Routing.Models;

/// <summary>The facts known of one model on one backend, each from the most trusted source that tells it.</summary>
/// <param name="Backend">The backend's name as configured.</param>
/// <param name="Model">The model's name as the backend knows it.</param>
/// <param name="Type">What it is for.</param>
/// <param name="Tags">What it can do and who says so; empty unless it is for chat or the operator says otherwise.</param>
/// <param name="Vendor">Who made it, in lower case; <see langword="null"/> when unknown.</param>
/// <param name="Family">Its family, in lower case; <see langword="null"/> when unknown.</param>
/// <param name="Version">Its version; <see langword="null"/> when unknown.</param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> when unknown.</param>
/// <param name="ActiveParameters">The parameters used for one token, in billions; <see langword="null"/> when unknown or the model is dense.</param>
/// <param name="Quantization">The quantization; <see langword="null"/> when unknown.</param>
/// <param name="ContextLength">The context, in tokens; <see langword="null"/> when unknown.</param>
/// <param name="IsDistilled">Whether it was trained on the answers of a larger model; <see langword="null"/> when nothing tells.</param>
/// <param name="BaseModel">The model it was trained from; <see langword="null"/> when unknown.</param>
/// <param name="IsLocal">Whether a request to it stays on the operator's machines. Never true for a cloud model behind a local Ollama.</param>
public sealed record ModelCard(
    string Backend,
    string Model,
    ModelType Type,
    CardTags Tags,
    string? Vendor,
    string? Family,
    string? Version,
    decimal? Parameters,
    decimal? ActiveParameters,
    string? Quantization,
    int? ContextLength,
    bool? IsDistilled,
    string? BaseModel,
    bool IsLocal);
