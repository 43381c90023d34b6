namespace Gateway.Protocol;

/// <summary>The features of a conversation that one provider refuses and another takes.</summary>
[Flags]
internal enum HistoryTraits
{
    None = 0,

    /// <summary>A message of the role <c>developer</c>.</summary>
    DeveloperRole = 1,

    /// <summary>A content that is a list of parts.</summary>
    ContentLists = 2,

    /// <summary>Tool calls of the assistant's.</summary>
    ToolCalls = 4,

    /// <summary>A message whose content is null or missing.</summary>
    NoContent = 8,

    /// <summary>The last message is the assistant's, which asks for its continuation.</summary>
    EndsWithAssistant = 16,
}
