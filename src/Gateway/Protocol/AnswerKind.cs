namespace Gateway.Protocol;

/// <summary>What one JSON text of an answer turned out to be: an event of a stream, or the whole body.</summary>
internal enum AnswerKind
{
    /// <summary>It carries choices, or is harmless: pass it on, with the edits found.</summary>
    Content,

    /// <summary>Token usage and no choices: for a client that asked for it only.</summary>
    UsageOnly,

    /// <summary>An event without model and content: what Ollama makes of an error whose text it lost.</summary>
    Empty,

    /// <summary>An error object.</summary>
    Error,

    /// <summary>It says it is finished, but a tool call's arguments are not whole.</summary>
    BrokenToolCall,

    /// <summary>It says itself that the backend gave up.</summary>
    GaveUp,

    /// <summary>A sound answer, but not what was asked for: its model gives no other.</summary>
    NotAsAsked,

    /// <summary>Not JSON, or not an answer.</summary>
    Malformed,
}
