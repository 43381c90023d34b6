namespace Gateway.Protocol;

/// <summary>What a piece of text turned out to be.</summary>
internal enum TextKind
{
    /// <summary>Content, as it stands.</summary>
    Text,

    /// <summary>Reasoning, as it stands.</summary>
    Thought,

    /// <summary>Some of each, or not as it stands.</summary>
    Rewritten,
}
