namespace Gateway.Routing.Models;

/// <summary>The facts the operator sets for a model. They take precedence over every other source.</summary>
/// <param name="Tags">The tags the model has.</param>
/// <param name="NotTags">The tags the model lacks; wins where <paramref name="Tags"/> names the same one.</param>
/// <param name="ContextLength">The context, in tokens; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Type">The model's type; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Parameters">All parameters, in billions; <see langword="null"/> to leave it to the other sources.</param>
/// <param name="Price">The price; <see langword="null"/> to leave it to the price table.</param>
public sealed record OperatorFacts(
    Tag Tags = Tag.None,
    Tag NotTags = Tag.None,
    int? ContextLength = null,
    ModelType? Type = null,
    decimal? Parameters = null,
    ModelPrice? Price = null)
{
    /// <summary>No facts set.</summary>
    public static OperatorFacts None { get; } = new();
}
