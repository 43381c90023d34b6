namespace Gateway.Routing.Models;

/// <summary>What the operator says of a model; it goes before every other source.</summary>
/// <param name="Tags">The tags the model has.</param>
/// <param name="NotTags">The tags it has not; goes before <paramref name="Tags"/> where both name one.</param>
/// <param name="ContextLength">The context, in tokens; <see langword="null"/> to leave it to the other sources.</param>
public sealed record OperatorFacts(Tag Tags = Tag.None, Tag NotTags = Tag.None, int? ContextLength = null)
{
    /// <summary>An operator who says nothing.</summary>
    public static OperatorFacts None { get; } = new();
}
