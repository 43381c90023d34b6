namespace Gateway.Configuration;

/// <summary>Whether a request may be answered without the tools that it offers.</summary>
internal enum ToolsWish
{
    /// <summary>Where its client is a chat page that is known to offer tools with every message.</summary>
    Auto,

    /// <summary>It may.</summary>
    Optional,

    /// <summary>It may not: who has no tools or no room for them is passed over.</summary>
    Required,
}
