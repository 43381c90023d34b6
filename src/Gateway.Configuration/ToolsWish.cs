namespace Gateway.Configuration;

/// <summary>A wish about whether a request may be answered without the tools it offers.</summary>
internal enum ToolsWish
{
    /// <summary>Optional when its client is a chat page known to offer tools with every message.</summary>
    Auto,

    /// <summary>The tools are optional.</summary>
    Optional,

    /// <summary>The tools are required: a model without tools or without room for them is skipped.</summary>
    Required,
}
