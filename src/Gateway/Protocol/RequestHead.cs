using System.Runtime.InteropServices;

namespace Gateway.Protocol;

/// <summary>What the gateway needs to know of a chat request's body, with the places of what it may have to change.</summary>
internal sealed class RequestHead
{
    private const HeadKeys AnyThinking =
        HeadKeys.EnableThinking | HeadKeys.ThinkingBudget | HeadKeys.Thinking | HeadKeys.ReasoningEffort | HeadKeys.Reasoning
        | HeadKeys.Think | HeadKeys.ChatTemplateKwargs;

    /// <summary>The value of <c>model</c> with its quotes.</summary>
    public JsonRange Model { get; set; }

    public bool Stream { get; set; }

    /// <summary>Whether the client asked for the usage chunk at the end of the stream.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>The value of <c>stream_options</c>: an object or null.</summary>
    public JsonRange StreamOptions { get; set; }

    /// <summary>The value of <c>stream_options.include_usage</c>.</summary>
    public JsonRange IncludeUsageValue { get; set; }

    /// <summary>The larger of <c>max_tokens</c> and its siblings; <see langword="null"/> when none is given.</summary>
    public long? MaxTokens { get; set; }

    public long N { get; set; } = 1;

    public int Messages { get; set; }

    public MediaKind Media { get; set; }

    public bool HasTools { get; set; }

    /// <summary>Fill-in-the-middle: the text after (<c>suffix</c>) or before (<c>prefix</c>) the gap is given.</summary>
    public bool HasSuffix { get; set; }

    public bool HasPrefix { get; set; }

    /// <summary>Whether the answer shall keep to a JSON schema.</summary>
    public bool HasJsonSchema { get; set; }

    /// <summary>
    /// The members that a provider may have to be told otherwise; null when there are none, as in most requests. Tools and how to choose
    /// among them are here only where there are none to choose from.
    /// </summary>
    public List<HeadMember>? Members { get; set; }

    /// <summary>The array of messages.</summary>
    public JsonRange Conversation { get; set; }

    public HistoryTraits History { get; set; }

    /// <summary>Whether it holds a picture inside the request that is no JPEG, PNG or WebP by what it says of itself.</summary>
    public bool HasOddImage { get; set; }

    /// <summary>How long the prompt is, in tokens, as estimated by <see cref="TokenEstimate"/>.</summary>
    public long PromptTokens { get; set; }

    /// <summary>
    /// The part of the prompt that earlier messages take: all but the system text and the last message. A client that shortens the
    /// conversation can leave out these, and nothing else.
    /// </summary>
    public long EarlierTokens { get; set; }

    /// <summary>The part of the prompt that remains however short the conversation is made.</summary>
    public long FixedTokens => PromptTokens - EarlierTokens;

    /// <summary>The part of the prompt that <c>tools</c> and <c>functions</c> take.</summary>
    public long ToolTokens { get; set; }

    /// <summary>Those of them that stand for images, video and audio.</summary>
    public long MediaTokens { get; set; }

    /// <summary>How many bytes of the body images, video and audio take, or their addresses.</summary>
    public long MediaBytes { get; set; }

    /// <summary>The names <c>reasoning</c> and <c>reasoning_content</c> in the history, with their quotes; null when there are none.</summary>
    public List<JsonRange>? ReasoningNames { get; set; }

    /// <summary>Whether it speaks of thinking, by any name that a provider has for it.</summary>
    public bool SpeaksOfThinking => Members?.Exists(static m => (m.Key & AnyThinking) != 0) == true;

    /// <summary>The position of the brace that ends the body's object.</summary>
    public int End { get; set; }

    /// <summary>A member, each of which stands there once; of <see cref="HeadKeys.None"/> when it does not.</summary>
    /// <param name="key">One key.</param>
    public HeadMember Member(HeadKeys key)
    {
        foreach (var member in CollectionsMarshal.AsSpan(Members))
        {
            if (member.Key == key)
            {
                return member;
            }
        }

        return default;
    }
}
