namespace Gateway.Routing.Models;

/// <summary>What the operator says of a model; it goes before every other source.</summary>
/// <param name="Tags">The tags the model has.</param>
/// <param name="NotTags">The tags it has not; goes before <paramref name="Tags"/> where both name one.</param>
/// <param name="ContextLength">The context, in tokens; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Type">What the model is for; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Price">What it costs; <see langword="null"/> to leave it to the price table.</param>
public sealed record OperatorFacts(
    Tag Tags = Tag.None,
    Tag NotTags = Tag.None,
    int? ContextLength = null,
    ModelType? Type = null,
    decimal? Parameters = null,
    Price? Price = null)
{
    /// <summary>An operator who says nothing.</summary>
    public static OperatorFacts None { get; } = new();
}
