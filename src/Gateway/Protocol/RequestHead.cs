using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Routing.Models;

namespace Gateway.Protocol;

/// <summary>What the gateway needs to know of a request's body, with the places of what it may have to change.</summary>
internal class RequestHead
{
    private const HeadKeys AnyThinking =
        HeadKeys.EnableThinking | HeadKeys.ThinkingBudget | HeadKeys.Thinking | HeadKeys.ReasoningEffort | HeadKeys.Reasoning
        | HeadKeys.Think | HeadKeys.ChatTemplateKwargs;

    /// <summary>The members that are read; all others are the backend's business.</summary>
    public virtual HeadKeys Reads => ~HeadKeys.Prompt;

    /// <summary>What it needs of a model beyond what other members show.</summary>
    public virtual Demand OwnDemand => HasSuffix || HasPrefix ? Demand.FIM : Demand.None;

    /// <summary>Of several prompts in one request, the longest in tokens: a context must take each alone.</summary>
    public virtual long LongestPrompt => PromptTokens;

    /// <summary>The value of <c>model</c> with its quotes.</summary>
    public JsonRange Model { get; set; }

    public bool Stream { get; set; }

    /// <summary>Whether the client asked for the usage chunk at the end of the stream.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>The value of <c>stream_options</c>: an object or null.</summary>
    public JsonRange StreamOptions { get; set; }

    /// <summary>The value of <c>stream_options.include_usage</c>.</summary>
    public JsonRange IncludeUsageValue { get; set; }

    /// <summary>
    /// The larger of <c>max_tokens</c> and its siblings; <see langword="null"/> when none is given. Most backends take 0 and less for no
    /// limit, so that names none.
    /// </summary>
    public long? MaxTokens { get; set; }

    /// <summary>Whether that stands under a name that backends of chat read: <c>max_output_tokens</c> is none.</summary>
    public bool LimitIsRead { get; set; }

    /// <summary>Whether it holds limits of 0 or less.</summary>
    public bool HasEmptyLimits { get; set; }

    /// <summary>How many answers it asks for.</summary>
    public virtual long N { get; set; } = 1;

    public int Messages { get; set; }

    /// <summary>Which of the messages is the user's last, from 1; 0 when none is.</summary>
    public ushort LastOfUser { get; set; }

    /// <summary>How many messages of the assistant's stand behind that one: how often a model has answered in this turn.</summary>
    public ushort AnswersInTurn { get; set; }

    public MediaKind Media { get; set; }

    public bool HasTools { get; set; }

    /// <summary>How many tools it offers.</summary>
    public int ToolCount { get; set; }

    /// <summary>Whether it says that a tool must be called, or which.</summary>
    public bool AsksForACall { get; set; }

    /// <summary>Whether nothing in it depends on its tools: none was called yet, and none must be.</summary>
    public bool CanDoWithoutTools => HasTools && !AsksForACall && (History & HistoryTraits.ToolsUsed) == 0;

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
    /// The part of the prompt that every template writes into what its model reads: texts of all but the assistant, without
    /// the padding in them. What that thought aloud, and the schema of an answer, many leave out.
    /// </summary>
    public int FirmTokens { get; set; }

    /// <summary>
    /// The part of the prompt that earlier messages take: all but the system text and the last message. A client that shortens the
    /// conversation can leave out these, and nothing else.
    /// </summary>
    public long EarlierTokens { get; set; }

    /// <summary>The part of the prompt that remains however short the conversation is made.</summary>
    public long FixedTokens => LongestPrompt - EarlierTokens;

    /// <summary>The part of the prompt that <c>tools</c> and <c>functions</c> take.</summary>
    public long ToolTokens { get; set; }

    /// <summary>Those of them that stand for images, video and audio.</summary>
    public long MediaTokens { get; set; }

    /// <summary>How many bytes of the body images, video and audio take, or their addresses.</summary>
    public int MediaBytes { get; set; }

    /// <summary>The length of the prompt's text, as a measure of its tokens: all of the body but what stands for images and audio.</summary>
    public virtual long TextBytes => End + 1 - MediaBytes;

    /// <summary>The names <c>reasoning</c> and <c>reasoning_content</c> in the history, with their quotes; null when there are none.</summary>
    public List<JsonRange>? ReasoningNames { get; set; }

    /// <summary>Whether it speaks of thinking, by any name that a provider has for it.</summary>
    public bool SpeaksOfThinking => Members?.Exists(static m => (m.Key & AnyThinking) != 0) == true;

    /// <summary>The position of the brace that ends the body's object.</summary>
    public int End { get; set; }

    /// <summary>Reads a prompt, where there is one.</summary>
    /// <param name="json">Stands at its value, and is left at its end.</param>
    /// <returns>The fault to answer with; null when all is well.</returns>
    public virtual ApiError? ReadPrompt(ref Utf8JsonReader json) => throw new InvalidOperationException("It has messages.");

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
