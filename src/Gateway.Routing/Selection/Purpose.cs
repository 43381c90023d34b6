using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>What a request wants a model for.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Type">The type of model that serves it.</param>
/// <param name="InWords">Its name as a refusal says it: "is for chat, not for embeddings".</param>
public sealed record Purpose(OperationKind Operation, ModelType Type, string InWords)
{
    /// <summary>The next message of a conversation.</summary>
    public static Purpose Chat { get; } = new(OperationKind.Chat, ModelType.Chat, "chat");

    /// <summary>What goes on after a bare text. Whoever chats can do that, and a base model nothing else.</summary>
    public static Purpose Completion { get; } = new(OperationKind.Completion, ModelType.Chat, "completions");

    /// <summary>
    /// Whether answers of different models cannot be compared, as vectors cannot. A name that only says what is wanted then means one
    /// model, whichever is loaded or away.
    /// </summary>
    public bool IsOfOneModel { get; init; }

    // Who lists models, or names one, says himself what is the same.
    internal bool IsBoundBy(Route route) => IsOfOneModel && !route.IsExplicit;
}
