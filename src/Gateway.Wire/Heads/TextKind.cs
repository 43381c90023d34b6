namespace Gateway.Wire.Heads;

/// <summary>The kind of text that a piece turned out to be.</summary>
internal enum TextKind
{
    /// <summary>Content, unchanged.</summary>
    Text,

    /// <summary>Reasoning, unchanged.</summary>
    Thought,

    /// <summary>Some of each, or changed.</summary>
    Rewritten,
}
