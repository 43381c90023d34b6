namespace Gateway.Protocol;

/// <summary>The kinds of text that a piece may turn out to be.</summary>
internal enum TextKind
{
    /// <summary>Content, as it stands.</summary>
    Text,

    /// <summary>Reasoning, as it stands.</summary>
    Thought,

    /// <summary>Some of each, or not as it stands.</summary>
    Rewritten,
}
