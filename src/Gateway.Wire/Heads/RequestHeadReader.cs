using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <summary>
/// Reads the head of a request in one pass over the buffered body, with no DOM and no copy of its text. Values it does not need are skipped
/// at the speed of a vectorised search, so that 20 MiB of base64 cost about as much as one copy.
/// </summary>
internal ref partial struct RequestHeadReader(ReadOnlySpan<byte> body, RequestHead head) : IHeadReader
{
    // Everything some provider wants changed that has no property of its own in the head.
    private const HeadKeys Changeable =
        ~(HeadKeys.Model | HeadKeys.Stream | HeadKeys.StreamOptions | HeadKeys.Messages | HeadKeys.Prefix | Choices);

    private const HeadKeys Choices = HeadKeys.ToolChoice | HeadKeys.ParallelToolCalls | HeadKeys.FunctionCall;

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly RequestHead _head = head;
    private HeadWalk _walk = new(body, head);

    // The lists that offer something, and the choice among them, which is nothing unusual when there is such a list.
    private HeadKeys _offered;
    private HeadMember _toolChoice;
    // The estimated tokens of padding in texts.
    private long _padding;
    private HeadMember _parallelToolCalls;
    private HeadMember _functionCall;

    public static string ModelHint => "a tag such as \"Coder\"";

    public static string ModelList => "/v1/models";

    [UnscopedRef]
    public ref HeadWalk Walk => ref _walk;

    public readonly ReadOnlySpan<string> Names => HeadKeyNames.Of(_head.Reads);

    /// <summary>Reads the head.</summary>
    /// <returns><see langword="null"/> when the body is valid, otherwise the error to answer with.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, RequestHead head)
    {
        var reader = new RequestHeadReader(body, head);
        return HeadWalk.Run(ref reader);
    }

    public int Find()
    {
        var key = HeadKeyNames.Find(ref _walk.Json, _head.Reads);
        return key == HeadKeys.None ? -1 : BitOperations.TrailingZeroCount((int)key);
    }

    public void Read(int member, int start)
    {
        var key = (HeadKeys)(1 << member);
        var value = (int)_walk.Json.TokenStartIndex;
        switch (key)
        {
            case HeadKeys.Stream: _head.Stream = ReadBoolean("stream"); break;
            case HeadKeys.StreamOptions: ReadStreamOptions(); break;
            case HeadKeys.MaxTokens: ReadMaxTokens("max_tokens", isRead: true); break;
            case HeadKeys.MaxCompletionTokens: ReadMaxTokens("max_completion_tokens", isRead: true); break;
            case HeadKeys.MaxOutputTokens: ReadMaxTokens("max_output_tokens", isRead: false); break;
            case HeadKeys.N: _head.N = ReadInteger("n") ?? 1; break;
            case HeadKeys.Messages: ReadConversation(); break;
            case HeadKeys.Prompt: ReadPrompt(); break;
            case HeadKeys.ResponseFormat: ReadResponseFormat(); break;
            case HeadKeys.Tools: ReadTools(key, "tools"); break;
            case HeadKeys.Functions: ReadTools(key, "functions"); break;
            case HeadKeys.ToolChoice or HeadKeys.FunctionCall: ReadToolChoice(); break;
            case HeadKeys.Suffix: _head.HasSuffix = ReadText("suffix"); break;
            case HeadKeys.Prefix: _head.HasPrefix = ReadText("prefix"); break;
            case HeadKeys.EnableThinking:
            case HeadKeys.ThinkingBudget:
            case HeadKeys.Thinking:
            case HeadKeys.ReasoningEffort:
            case HeadKeys.Reasoning:
            case HeadKeys.Think:
            case HeadKeys.ChatTemplateKwargs:
            case HeadKeys.ParallelToolCalls:
            case HeadKeys.Seed:
            case HeadKeys.TopK:
            case HeadKeys.TopLogprobs:
            case HeadKeys.ContinueFinalMessage:
            case HeadKeys.AddGenerationPrompt:
                _walk.Skip();
                break;
        }

        Keep(new HeadMember(key, start, value, (int)_walk.Json.BytesConsumed));
    }

    private void ReadTools(HeadKeys key, string param)
    {
        var before = _head.PromptTokens;
        var count = CountItems(param);
        var offers = count > 0;
        _head.ToolCount += count;
        _offered |= offers ? key : HeadKeys.None;
        _head.HasTools |= offers;
        _head.ToolTokens += _head.PromptTokens - before;
    }

    private void Keep(HeadMember member)
    {
        if (_walk.Fault is not null || (member.Key & _offered) != 0)
        {
            return;
        }

        if ((member.Key & Changeable) != 0)
        {
            (_head.Members ??= []).Add(member);
            return;
        }

        _toolChoice = member.Key == HeadKeys.ToolChoice ? member : _toolChoice;
        _parallelToolCalls = member.Key == HeadKeys.ParallelToolCalls ? member : _parallelToolCalls;
        _functionCall = member.Key == HeadKeys.FunctionCall ? member : _functionCall;
    }

    // If a choice precedes its list, only the end of the body shows whether there is one.
    private readonly void KeepChoices()
    {
        KeepChoice(_toolChoice, HeadKeys.Tools);
        KeepChoice(_parallelToolCalls, HeadKeys.Tools);
        KeepChoice(_functionCall, HeadKeys.Functions);
    }

    private readonly void KeepChoice(HeadMember choice, HeadKeys list)
    {
        if (choice.Key != HeadKeys.None && (_offered & list) == 0)
        {
            (_head.Members ??= []).Add(choice);
        }
    }

    public readonly ApiError? Close()
    {
        KeepChoices();
        var missing = _head.Reads & ~(HeadKeys)_walk.Seen;
        return (missing & HeadKeys.Messages) != 0 ? ApiErrors.MissingParameter("messages", "Send the conversation as an array of messages.")
            : (missing & HeadKeys.Prompt) != 0 ? ApiErrors.MissingParameter("prompt", "Send the text to go on with.")
            : null;
    }

    private void ReadPrompt()
    {
        if (_walk.Fault is null && _head.ReadPrompt(ref _walk.Json) is { } fault)
        {
            _walk.Fail(fault);
        }
    }
}
