namespace Gateway.Routing.Models;

/// <summary>What can be asked of a backend. A provider says where it has each.</summary>
public enum OperationKind
{
    /// <summary>The next message of a conversation.</summary>
    Chat,

    /// <summary>What goes on after a bare text, or fills the gap in one.</summary>
    Completion,

    /// <summary>Vectors of texts.</summary>
    Embedding,

    /// <summary>How well each of some documents answers a query.</summary>
    Rerank,
}
