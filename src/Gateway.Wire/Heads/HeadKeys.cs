namespace Gateway.Wire.Heads;

/// <summary>The members of a request that the gateway reads; all others are the backend's business.</summary>
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
    Thinking = 1 << 15,
    ReasoningEffort = 1 << 16,
    Reasoning = 1 << 17,
    Think = 1 << 18,
    ChatTemplateKwargs = 1 << 19,
    ToolChoice = 1 << 20,
    ParallelToolCalls = 1 << 21,
    FunctionCall = 1 << 22,
    Seed = 1 << 23,
    TopK = 1 << 24,
    TopLogprobs = 1 << 25,
    ContinueFinalMessage = 1 << 26,
    AddGenerationPrompt = 1 << 27,
    Prompt = 1 << 28,
}
