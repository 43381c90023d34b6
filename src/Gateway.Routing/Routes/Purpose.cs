using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

/// <summary>The purpose a request wants a model for.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Type">The type of model that serves it.</param>
/// <param name="InWords">Its name in a refusal: "is for chat, not for embeddings".</param>
public sealed record Purpose(OperationKind Operation, ModelType Type, string InWords)
{
    /// <summary>A request for the next message of a conversation.</summary>
    public static Purpose Chat { get; } = new(OperationKind.Chat, ModelType.Chat, "chat");

    /// <summary>A continuation of a bare text. Every chat model can write one, and a base model can do nothing else.</summary>
    public static Purpose Completion { get; } = new(OperationKind.Completion, ModelType.Chat, "completions");

    /// <summary>
    /// True when answers of different models cannot be compared, such as vectors. A name that only states a need then means one model,
    /// whether or not it is loaded or away.
    /// </summary>
    public bool IsOfOneModel { get; init; }

    // Whoever lists models, or names one, decides what is the same.
    internal bool IsBoundBy(Route route) => IsOfOneModel && !route.IsExplicit;
}
