namespace Gateway.Protocol;

/// <summary>The two names that reasoning goes by, with their quotes, as they stand in a body.</summary>
internal static class ReasoningNames
{
    public static readonly byte[] ReasoningContent = "\"reasoning_content\""u8.ToArray();
    public static readonly byte[] Reasoning = "\"reasoning\""u8.ToArray();
}
