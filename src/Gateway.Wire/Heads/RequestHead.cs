using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Routing.Models;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <summary>The facts about a request's body that the gateway needs, with the positions of what it may have to change.</summary>
internal class RequestHead
{
    private const HeadKeys AnyThinking =
        HeadKeys.EnableThinking | HeadKeys.ThinkingBudget | HeadKeys.Thinking | HeadKeys.ReasoningEffort | HeadKeys.Reasoning
        | HeadKeys.Think | HeadKeys.ChatTemplateKwargs;

    /// <summary>The members that are read; all others are the backend's business.</summary>
    public virtual HeadKeys Reads => ~HeadKeys.Prompt;

    /// <summary>The request's demands on a model that its other members do not show.</summary>
    public virtual Demand OwnDemand => HasSuffix || HasPrefix ? Demand.FIM : Demand.None;

    /// <summary>The longest of several prompts in one request, in tokens: the context must hold each of them alone.</summary>
    public virtual long LongestPrompt => PromptTokens;

    /// <summary>The value of <c>model</c> with quotes.</summary>
    public JsonRange Model { get; set; }

    public bool Stream { get; set; }

    /// <summary>True when the client asked for the usage chunk at the end of the stream.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>The value of <c>stream_options</c>: an object or null.</summary>
    public JsonRange StreamOptions { get; set; }

    /// <summary>The value of <c>stream_options.include_usage</c>.</summary>
    public JsonRange IncludeUsageValue { get; set; }

    /// <summary>
    /// The larger of <c>max_tokens</c> and its siblings; <see langword="null"/> when none is given. Most backends treat 0 and less as no
    /// limit, so such a value counts as none.
    /// </summary>
    public long? MaxTokens { get; set; }

    /// <summary>True when the limit has a name that chat backends read, unlike <c>max_output_tokens</c>.</summary>
    public bool LimitIsRead { get; set; }

    /// <summary>True when the request has limits of 0 or less.</summary>
    public bool HasEmptyLimits { get; set; }

    /// <summary>The number of answers the request asks for.</summary>
    public virtual long N { get; set; } = 1;

    public int Messages { get; set; }

    /// <summary>The position of the last user message, from 1; 0 when there is none.</summary>
    public ushort LastOfUser { get; set; }

    /// <summary>The number of assistant messages after that one: how often a model has answered in this turn.</summary>
    public ushort AnswersInTurn { get; set; }

    public MediaKind Media { get; set; }

    public bool HasTools { get; set; }

    /// <summary>The number of tools the request offers.</summary>
    public int ToolCount { get; set; }

    /// <summary>True when it says that a tool must be called, or which.</summary>
    public bool AsksForACall { get; set; }

    /// <summary>True when nothing in it depends on its tools: none was called yet, and none must be.</summary>
    public bool CanDoWithoutTools => HasTools && !AsksForACall && (History & HistoryTraits.ToolsUsed) == 0;

    /// <summary>Fill-in-the-middle: the text after (<c>suffix</c>) or before (<c>prefix</c>) the gap is given.</summary>
    public bool HasSuffix { get; set; }

    public bool HasPrefix { get; set; }

    /// <summary>True when the answer must follow a JSON schema.</summary>
    public bool HasJsonSchema { get; set; }

    /// <summary>
    /// The members that may have to be rewritten for a provider; null when there are none, as in most requests. The list of tools and the
    /// choice among them are included only when that list is empty or missing.
    /// </summary>
    public List<HeadMember>? Members { get; set; }

    /// <summary>The array of messages.</summary>
    public JsonRange Conversation { get; set; }

    public HistoryTraits History { get; set; }

    /// <summary>True when it holds an inline image that does not claim to be JPEG, PNG or WebP.</summary>
    public bool HasOddImage { get; set; }

    /// <summary>The length of the prompt in tokens, as estimated by <see cref="TokenEstimate"/>.</summary>
    public long PromptTokens { get; set; }

    /// <summary>
    /// The part of the prompt that every template passes to its model: all texts but the assistant's, without their padding. Many templates
    /// leave out the assistant's reasoning and the schema of an answer.
    /// </summary>
    public int FirmTokens { get; set; }

    /// <summary>
    /// The prompt tokens of earlier messages: all but the system text and the last message. Shortening the conversation
    /// can remove these and nothing else.
    /// </summary>
    public long EarlierTokens { get; set; }

    /// <summary>The prompt tokens that remain however much the conversation is shortened.</summary>
    public long FixedTokens => LongestPrompt - EarlierTokens;

    /// <summary>The prompt tokens of <c>tools</c> and <c>functions</c>.</summary>
    public long ToolTokens { get; set; }

    /// <summary>The prompt tokens of images, video and audio.</summary>
    public long MediaTokens { get; set; }

    /// <summary>The number of bytes of the body that are images, video or audio, or their URLs.</summary>
    public int MediaBytes { get; set; }

    /// <summary>The length of the prompt's text as a measure of its tokens: the whole body except images and audio.</summary>
    public virtual long TextBytes => End + 1 - MediaBytes;

    /// <summary>The names <c>reasoning</c> and <c>reasoning_content</c> in the history, with quotes; null when there are none.</summary>
    public List<JsonRange>? ReasoningNames { get; set; }

    /// <summary>True when it mentions thinking under any provider's name for it.</summary>
    public bool SpeaksOfThinking => Members?.Exists(static m => (m.Key & AnyThinking) != 0) == true;

    /// <summary>The position of the brace that ends the body's object.</summary>
    public int End { get; set; }

    /// <summary>Reads a prompt, if there is one.</summary>
    /// <param name="json">Positioned at its value; left at its end.</param>
    /// <returns>The error to answer with; null when the body is valid.</returns>
    public virtual ApiError? ReadPrompt(ref Utf8JsonReader json) => throw new InvalidOperationException("It has messages.");

    /// <summary>Finds a member, which occurs at most once. Its key is <see cref="HeadKeys.None"/> when it is absent.</summary>
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
