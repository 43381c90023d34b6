namespace Gateway.Protocol;

/// <summary>The features of a conversation that one provider refuses and another takes, and by which its kind is known.</summary>
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

    /// <summary>The last message is the user's, with which a turn begins.</summary>
    EndsWithUser = 32,

    /// <summary>It begins as a task of Open WebUI's does that nobody waits for.</summary>
    TaskOpening = 64,

    /// <summary>That task says that it is about a chat.</summary>
    TaskOfChat = 128,

    /// <summary>It begins as another client's request for a title does.</summary>
    TitleOpening = 256,

    /// <summary>A tool was called, or a tool's result is given.</summary>
    ToolsUsed = 512,
}
