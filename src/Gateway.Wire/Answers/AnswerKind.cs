namespace Gateway.Wire.Answers;

/// <summary>Classifies one JSON text of an answer: an event of a stream, or the whole body.</summary>
internal enum AnswerKind
{
    /// <summary>It carries choices or is harmless: pass it on, with the edits found.</summary>
    Content,

    /// <summary>Token usage without choices: only for a client that asked for it.</summary>
    UsageOnly,

    /// <summary>An event without model and content: what Ollama makes of an error whose text it lost.</summary>
    Empty,

    /// <summary>An error object.</summary>
    Error,

    /// <summary>It says it is finished, but a tool call's arguments are incomplete.</summary>
    BrokenToolCall,

    /// <summary>It says itself that the backend gave up.</summary>
    GaveUp,

    /// <summary>A sound answer, but not what was asked for: its model gives no other.</summary>
    NotAsAsked,

    /// <summary>Not JSON, or not an answer.</summary>
    Malformed,
}
