namespace Gateway.Wire.Heads;

/// <summary>Features of a conversation that some providers refuse and others accept, and by which its purpose is recognized.</summary>
[Flags]
internal enum HistoryTraits
{
    None = 0,

    /// <summary>Has a message with the role <c>developer</c>.</summary>
    DeveloperRole = 1,

    /// <summary>Has a content that is a list of parts.</summary>
    ContentLists = 2,

    /// <summary>Has tool calls by the assistant.</summary>
    ToolCalls = 4,

    /// <summary>Has a message whose content is null or missing.</summary>
    NoContent = 8,

    /// <summary>The last message is the assistant's, which asks for its continuation.</summary>
    EndsWithAssistant = 16,

    /// <summary>The last message is the user's, which begins a turn.</summary>
    EndsWithUser = 32,

    /// <summary>It begins like a background task of Open WebUI.</summary>
    TaskOpening = 64,

    /// <summary>That task says that it is about a chat.</summary>
    TaskOfChat = 128,

    /// <summary>It begins like another client's request for a title.</summary>
    TitleOpening = 256,

    /// <summary>A tool was called, or a tool's result is given.</summary>
    ToolsUsed = 512,
}
