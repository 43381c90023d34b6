namespace Gateway.Protocol;

/// <summary>The members of a chat request that the gateway reads; all others are the backend's business.</summary>
[Flags]
internal enum HeadKeys
{
    None = 0,
    Model = 1 << 0,
    Stream = 1 << 1,
    StreamOptions = 1 << 2,
    MaxTokens = 1 << 3,
    MaxCompletionTokens = 1 << 4,
    MaxOutputTokens = 1 << 5,
    N = 1 << 6,
    Messages = 1 << 7,
    Tools = 1 << 8,
    Functions = 1 << 9,
    Suffix = 1 << 10,
    Prefix = 1 << 11,
    ResponseFormat = 1 << 12,
    EnableThinking = 1 << 13,
    ThinkingBudget = 1 << 14,
}
