namespace Gateway.Wire.Answers;

/// <summary>The reason a choice ended, whatever word its backend used.</summary>
internal enum FinishReason : byte
{
    /// <summary>No reason was given.</summary>
    None,

    /// <summary>The model finished.</summary>
    Stop,

    /// <summary>A limit cut it.</summary>
    Length,

    /// <summary>It calls tools.</summary>
    ToolCalls,

    /// <summary>It calls a function in the form used before tools.</summary>
    FunctionCall,

    /// <summary>The text was withheld, or the model refused.</summary>
    ContentFilter,

    /// <summary>The backend gave up.</summary>
    Failure,

    /// <summary>An unknown word.</summary>
    Unknown,
}
