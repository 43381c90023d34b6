namespace Gateway.Protocol;

/// <summary>The parts of a request that are rewritten for a provider which refuses or drops them but takes an equivalent. A set.</summary>
[Flags]
internal enum BodyMends
{
    None = 0,

    /// <summary>An empty list of tools goes, and what says how to choose among none.</summary>
    NoEmptyTools = 1,

    /// <summary>A content that is a list of texts becomes one text.</summary>
    PlainContent = 2,

    /// <summary>The role <c>developer</c> becomes <c>system</c>.</summary>
    SystemRole = 4,

    /// <summary><c>max_completion_tokens</c> becomes <c>max_tokens</c>.</summary>
    MaxTokens = 8,

    /// <summary>Arguments of a call in the history that are nothing become an empty object.</summary>
    FilledArguments = 16,

    /// <summary>A content that is null or missing becomes an empty text, where no calls stand in its place.</summary>
    FilledContent = 32,
}
