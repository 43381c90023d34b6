using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>
/// How a model answers. All members are optional. As JSON, the names are in camelCase, and unknown ones are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ModelScript
{
    /// <summary>The wait before the first byte of the response.</summary>
    public int FirstByteDelayMs { get; init; }

    /// <summary>
    /// A further wait before the first byte when the model is not loaded at that moment. It is never, where models are not
    /// loaded on demand, see <see cref="SimulatorOptions.Warm"/>, and for what Ollama only passes on.
    /// </summary>
    public int ColdLoadMs { get; init; }

    /// <summary>The pace of a stream; null or 0 is as fast as possible.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The wait before an answer that is not streamed; null derives it from <see cref="TokensPerSecond"/>.</summary>
    public int? NotStreamedDelayMs { get; init; }

    /// <summary>How many words the derived answer has, with the three that announce it; null derives a number.</summary>
    public int? Words { get; init; }

    /// <summary>The exact text of the answer, instead of a derived one.</summary>
    public string? Text { get; init; }

    /// <summary>Reasoning put before the content.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The field of the reasoning: <c>reasoning</c>, <c>reasoning_content</c>, or <c>think</c> for tags in the content.</summary>
    public string? ReasoningField { get; init; }

    /// <summary>Puts the last piece of reasoning and the first of the content into one delta.</summary>
    public bool MixReasoningAndContent { get; init; }

    /// <summary>Tool calls to answer with; without <see cref="Text"/> there is no content beside them.</summary>
    public IReadOnlyList<ScriptedToolCall>? ToolCalls { get; init; }

    /// <summary>Answers a tool's result with text, as a model does that has got what it asked for, and not with <see cref="ToolCalls"/> again.</summary>
    public bool TextAfterTools { get; init; }

    /// <summary>How tool calls are streamed, instead of the personality's way.</summary>
    public ToolCallStyle? ToolCallStyle { get; init; }

    /// <summary>The finish reason, instead of the true one.</summary>
    public string? FinishReason { get; init; }

    /// <summary>A call in the form that was there before tools, streamed in pieces.</summary>
    public ScriptedToolCall? FunctionCall { get; init; }

    /// <summary>Writes the finish reason into every chunk, not into one of its own.</summary>
    public bool FinishOnEveryChunk { get; init; }

    /// <summary>Leaves the finish reason out.</summary>
    public bool OmitFinish { get; init; }

    /// <summary>Leaves <c>[DONE]</c> out.</summary>
    public bool OmitDone { get; init; }

    /// <summary>Where usage is, instead of the personality's place.</summary>
    public UsagePlacement? Usage { get; init; }

    /// <summary>Leaves the empty <c>choices</c> out of the usage chunk.</summary>
    public bool UsageWithoutChoices { get; init; }

    /// <summary>Whether every delta has the role, instead of the personality's habit.</summary>
    public bool? RepeatRole { get; init; }

    /// <summary>Ends lines with CR LF.</summary>
    public bool Crlf { get; init; }

    /// <summary>Ends lines with CR alone.</summary>
    public bool Cr { get; init; }

    /// <summary>Spreads each event over several <c>data:</c> lines.</summary>
    public bool SplitData { get; init; }

    /// <summary>Keeps the connection alive with <c>data: null</c> and an empty <c>data:</c> before each event.</summary>
    public bool NullEvents { get; init; }

    /// <summary>The content type of the answer, instead of the true one.</summary>
    public string? ContentType { get; init; }

    /// <summary>Streams what was asked for whole, and sends whole what was to be streamed.</summary>
    public bool OtherFraming { get; init; }

    /// <summary>What stands under <c>error</c> in every chunk and whole answer, as JSON.</summary>
    public string? ErrorMember { get; init; }

    /// <summary>Sends the results of content filters in events without a model, before the first chunk and behind the last, as Azure does.</summary>
    public bool FilterEvents { get; init; }

    /// <summary>Puts a comment before each event.</summary>
    public bool Comments { get; init; }

    /// <summary>The text of the comments.</summary>
    public string CommentText { get; init; } = "keep-alive";

    /// <summary>Empty lines before the body of an answer that is not streamed.</summary>
    public int EmptyLinesFirst { get; init; }

    /// <summary>Comments before the first event of a stream, as a busy DeepSeek sends them.</summary>
    public int CommentsFirst { get; init; }

    /// <summary>The wait behind each comment of <see cref="CommentsFirst"/> and each of <see cref="EmptyLinesFirst"/>.</summary>
    public int LifeEveryMs { get; init; }

    /// <summary>How many chunks come that open the answer and say nothing; null is the personality's habit.</summary>
    public int? OpeningChunks { get; init; }

    /// <summary>Bytes in each write to the socket; null writes each event at once.</summary>
    public int? WriteSize { get; init; }

    /// <summary>The name of an error of the provider, which is answered instead.</summary>
    public string? Error { get; init; }

    /// <summary>The <c>Retry-After</c> of that error, as it is written, instead of the provider's.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>A status that is answered instead, with <see cref="ErrorBody"/>: for errors that the provider has no name for.</summary>
    public int? ErrorStatus { get; init; }

    /// <summary>The exact body of <see cref="ErrorStatus"/>; JSON where it looks so, and text otherwise.</summary>
    public string ErrorBody { get; init; } = "";

    /// <summary>Members of a request that are refused as unknown, by their names.</summary>
    public IReadOnlyList<string>? Refuses { get; init; }

    /// <summary>How many requests fail before the model recovers, whatever the failure; null is all of them.</summary>
    public int? ErrorTimes { get; init; }

    /// <summary>Answers with status 200 and nothing.</summary>
    public bool EmptyBody200 { get; init; }

    /// <summary>Answers with status 200 and a web page.</summary>
    public bool HtmlInsteadOfAnswer { get; init; }

    /// <summary>How the answer fails after it has begun.</summary>
    public FailureMode Fail { get; init; }

    /// <summary>The chunks sent before <see cref="Fail"/>; it happens before the finish reason at the latest.</summary>
    public int FailAfterChunks { get; init; } = 3;

    /// <summary>Makes <see cref="Fail"/> wait for the end of the first choice, and so happen before the second begins.</summary>
    public bool FailBetweenChoices { get; init; }

    /// <summary>The name of an error of the provider, which an answer that fails tells, instead of a failure in its middle.</summary>
    public string? FailWith { get; init; }

    /// <summary>Waits for <see cref="SimulatedBackend.Release"/> before the headers.</summary>
    public bool Hold { get; init; }
}
