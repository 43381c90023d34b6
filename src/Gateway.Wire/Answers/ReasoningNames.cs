namespace Gateway.Wire.Answers;

/// <summary>The two names for reasoning, with quotes, as written in a body.</summary>
internal static class ReasoningNames
{
    public static readonly byte[] ReasoningContent = "\"reasoning_content\""u8.ToArray();
    public static readonly byte[] Reasoning = "\"reasoning\""u8.ToArray();
}
