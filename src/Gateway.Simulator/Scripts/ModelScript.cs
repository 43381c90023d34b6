using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>How a model answers. All members are optional. In JSON, names are in camelCase and unknown ones are refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ModelScript
{
    /// <summary>The wait before the first byte of the response.</summary>
    public int FirstByteDelayMs { get; init; }

    /// <summary>
    /// A further wait before the first byte if the model is not loaded at that moment. It never applies where models are not loaded on
    /// demand (see <see cref="Options.SimulatorOptions.Warm"/>), or to requests that Ollama only passes on.
    /// </summary>
    public int ColdLoadMs { get; init; }

    /// <summary>The pace of a stream; null or 0 means as fast as possible.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The wait before an answer that is not streamed; null derives it from <see cref="TokensPerSecond"/>.</summary>
    public int? NotStreamedDelayMs { get; init; }

    /// <summary>The number of words in the derived answer, including the three that introduce it; null derives a number.</summary>
    public int? Words { get; init; }

    /// <summary>The exact text that replaces the derived answer.</summary>
    public string? Text { get; init; }

    /// <summary>The model that answers name as theirs, as where a provider answers with another; null for the one that was asked.</summary>
    public string? AnsweredAs { get; init; }

    /// <summary>Reasoning put before the content.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The field of the reasoning: <c>reasoning</c>, <c>reasoning_content</c>, or <c>think</c> for tags in the content.</summary>
    public string? ReasoningField { get; init; }

    /// <summary>Puts the last piece of reasoning and the first of the content into one delta.</summary>
    public bool MixReasoningAndContent { get; init; }

    /// <summary>Tool calls to answer with. Without <see cref="Text"/> there is no content beside them.</summary>
    public IReadOnlyList<ScriptedToolCall>? ToolCalls { get; init; }

    /// <summary>
    /// Answers a tool's result with text, like a model that got what it asked for, instead of <see cref="ToolCalls"/> again.
    /// </summary>
    public bool TextAfterTools { get; init; }

    /// <summary>How tool calls are streamed; it replaces the personality's way.</summary>
    public ToolCallStyle? ToolCallStyle { get; init; }

    /// <summary>The finish reason that replaces the true one.</summary>
    public string? FinishReason { get; init; }

    /// <summary>A call in the older function-call form, from before tools, streamed in pieces.</summary>
    public ScriptedToolCall? FunctionCall { get; init; }

    /// <summary>Writes the finish reason into every chunk instead of one of its own.</summary>
    public bool FinishOnEveryChunk { get; init; }

    /// <summary>Leaves the finish reason out.</summary>
    public bool OmitFinish { get; init; }

    /// <summary>Leaves <c>[DONE]</c> out.</summary>
    public bool OmitDone { get; init; }

    /// <summary>Where usage stands; it replaces the personality's place.</summary>
    public UsagePlacement? Usage { get; init; }

    /// <summary>Leaves the empty <c>choices</c> out of the usage chunk.</summary>
    public bool UsageWithoutChoices { get; init; }

    /// <summary>True when every delta has the role; null follows the personality.</summary>
    public bool? RepeatRole { get; init; }

    /// <summary>Ends lines with CR LF.</summary>
    public bool Crlf { get; init; }

    /// <summary>Ends lines with CR alone.</summary>
    public bool Cr { get; init; }

    /// <summary>Spreads each event over several <c>data:</c> lines.</summary>
    public bool SplitData { get; init; }

    /// <summary>Keeps the connection alive with <c>data: null</c> and an empty <c>data:</c> before each event.</summary>
    public bool NullEvents { get; init; }

    /// <summary>The content type that replaces the true one.</summary>
    public string? ContentType { get; init; }

    /// <summary>Streams an answer that was requested whole, and sends one whole that was requested as a stream.</summary>
    public bool OtherFraming { get; init; }

    /// <summary>The JSON under <c>error</c> in every chunk and whole answer.</summary>
    public string? ErrorMember { get; init; }

    /// <summary>
    /// Sends the results of content filters in events without a model, before the first chunk and after the last, as Azure does.
    /// </summary>
    public bool FilterEvents { get; init; }

    /// <summary>Puts a comment before each event.</summary>
    public bool Comments { get; init; }

    /// <summary>The text of the comments.</summary>
    public string CommentText { get; init; } = "keep-alive";

    /// <summary>Empty lines before the body of an answer that is not streamed.</summary>
    public int EmptyLinesFirst { get; init; }

    /// <summary>Comments before the first event of a stream, as a busy DeepSeek sends them.</summary>
    public int CommentsFirst { get; init; }

    /// <summary>The wait after each comment of <see cref="CommentsFirst"/> and each line of <see cref="EmptyLinesFirst"/>.</summary>
    public int LifeEveryMs { get; init; }

    /// <summary>The number of chunks that open the answer without content; null follows the personality.</summary>
    public int? OpeningChunks { get; init; }

    /// <summary>The bytes in each write to the socket; null writes each event at once.</summary>
    public int? WriteSize { get; init; }

    /// <summary>The name of a provider error that is sent instead of an answer.</summary>
    public string? Error { get; init; }

    /// <summary>The exact <c>Retry-After</c> of that error; it replaces the provider's.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>A status that is sent instead, with <see cref="ErrorBody"/>, for errors that the provider has no name for.</summary>
    public int? ErrorStatus { get; init; }

    /// <summary>The exact body for <see cref="ErrorStatus"/>. It is sent as JSON if it looks like JSON, otherwise as text.</summary>
    public string ErrorBody { get; init; } = "";

    /// <summary>The names of request members that are refused as unknown.</summary>
    public IReadOnlyList<string>? Refuses { get; init; }

    /// <summary>The number of requests that fail, in any way, before the model recovers; null for all of them.</summary>
    public int? ErrorTimes { get; init; }

    /// <summary>Answers with status 200 and an empty body.</summary>
    public bool EmptyBody200 { get; init; }

    /// <summary>Answers with status 200 and a web page.</summary>
    public bool HtmlInsteadOfAnswer { get; init; }

    /// <summary>How the answer fails after it has begun.</summary>
    public FailureMode Fail { get; init; }

    /// <summary>The number of chunks before <see cref="Fail"/>, which happens before the finish reason at the latest.</summary>
    public int FailAfterChunks { get; init; } = 3;

    /// <summary>Delays <see cref="Fail"/> until the first choice ends, so that it happens before the second begins.</summary>
    public bool FailBetweenChoices { get; init; }

    /// <summary>The name of a provider error that a failing answer reports instead of a failure in the middle.</summary>
    public string? FailWith { get; init; }

    /// <summary>Waits for <see cref="SimulatedBackend.Release"/> before the headers.</summary>
    public bool Hold { get; init; }
}
