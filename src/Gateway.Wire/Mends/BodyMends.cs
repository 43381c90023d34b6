namespace Gateway.Wire.Mends;

/// <summary>The parts of a request that are rewritten for a provider that refuses or drops them but accepts an equivalent. A set.</summary>
[Flags]
internal enum BodyMends
{
    None = 0,

    /// <summary>An empty list of tools is removed, with the choice among them.</summary>
    NoEmptyTools = 1,

    /// <summary>A content that is a list of texts becomes a single text.</summary>
    PlainContent = 2,

    /// <summary>The role <c>developer</c> becomes <c>system</c>.</summary>
    SystemRole = 4,

    /// <summary><c>max_completion_tokens</c> becomes <c>max_tokens</c>.</summary>
    MaxTokens = 8,

    /// <summary>Empty arguments of a call in the history become an empty object.</summary>
    FilledArguments = 16,

    /// <summary>A null or missing content becomes an empty text, unless calls stand in its place.</summary>
    FilledContent = 32,
}
