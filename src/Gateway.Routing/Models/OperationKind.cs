namespace Gateway.Routing.Models;

/// <summary>An operation that a backend can be asked for. Each provider declares which it has and where.</summary>
public enum OperationKind
{
    /// <summary>Answers a conversation with its next message.</summary>
    Chat,

    /// <summary>Continues a bare text, or fills the gap in one.</summary>
    Completion,

    /// <summary>Turns texts into vectors.</summary>
    Embedding,

    /// <summary>Scores how well each of some documents answers a query.</summary>
    Rerank,
}
