namespace Gateway.Protocol;

/// <summary>Why a choice ended, by meaning.</summary>
internal enum FinishReason : byte
{
    /// <summary>No reason was given.</summary>
    None,

    /// <summary>The model was done.</summary>
    Stop,

    /// <summary>A limit cut it.</summary>
    Length,

    /// <summary>It calls tools.</summary>
    ToolCalls,

    /// <summary>It calls a function in the form that was there before tools.</summary>
    FunctionCall,

    /// <summary>Something held the text back, or the model refused.</summary>
    ContentFilter,

    /// <summary>The backend gave up.</summary>
    Failure,

    /// <summary>A word that nobody knows.</summary>
    Unknown,
}
