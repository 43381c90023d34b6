using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Protocol;

/// <summary>
/// Reads the head of a request in one pass over the buffered body, with no DOM and no copy of its text. A value it does not
/// need is skipped at the speed of a vectorised search, so that 20 MiB of base64 cost about as much as one copy of them.
/// </summary>
internal ref partial struct RequestHeadReader
{
    /// <summary>Deeper bodies are refused: no client nests so far, and every level costs each JSON reader behind us.</summary>
    public const int MaxDepth = 64;

    // All that some provider wants otherwise, and has no place of its own in the head.
    private const HeadKeys Changeable =
        ~(HeadKeys.Model | HeadKeys.Stream | HeadKeys.StreamOptions | HeadKeys.Messages | HeadKeys.Prefix | Choices);

    private const HeadKeys Choices = HeadKeys.ToolChoice | HeadKeys.ParallelToolCalls | HeadKeys.FunctionCall;

    private readonly ReadOnlySpan<byte> _body;
    private readonly RequestHead _head;
    private Utf8JsonReader _json;
    private ApiError? _fault;
    private HeadKeys _seen;

    // The lists that offer something, and how to choose among them, which asks for nothing unusual where there is such a list.
    private HeadKeys _offered;
    private HeadMember _toolChoice;
    // How much of the prompt's estimate is padding in texts.
    private long _padding;
    private HeadMember _parallelToolCalls;
    private HeadMember _functionCall;

    private RequestHeadReader(ReadOnlySpan<byte> body, RequestHead head)
    {
        _body = body;
        _head = head;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads the head.</summary>
    /// <returns><see langword="null"/> when all is well, else the fault to answer with.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, RequestHead head)
    {
        if (!Utf8.IsValid(body))
        {
            return ApiErrors.InvalidJson("it is not valid UTF-8.");
        }

        var reader = new RequestHeadReader(body, head);
        try
        {
            reader.ReadBody();
        }
        catch (JsonException e)
        {
            return HeadFaults.Of(e, reader._json.CurrentDepth);
        }
        catch (InvalidOperationException)
        {
            return HeadFaults.OfHalfAPair(reader._json.BytesConsumed);
        }

        return reader._fault ?? reader.CheckWhole();
    }

    private void ReadBody()
    {
        if (!Next() || _json.TokenType != JsonTokenType.StartObject)
        {
            Fail(ApiErrors.InvalidJson("it must be one JSON object."));
            return;
        }

        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember();
        }

        KeepChoices();
        _head.End = (int)_json.TokenStartIndex;
        // Anything but white space behind the object makes the reader throw here.
        _ = _fault is null && _json.Read();
    }

    private void ReadMember()
    {
        var key = HeadKeyNames.Find(ref _json, _head.Reads);
        if (key == HeadKeys.None)
        {
            SkipOther(HeadKeyNames.Of(_head.Reads));
            return;
        }

        if ((_seen & key) != 0)
        {
            Fail(ApiErrors.DuplicateKey(HeadKeyNames.NameOf(key)));
            return;
        }

        _seen |= key;
        var name = (int)_json.TokenStartIndex;
        Next();
        var value = (int)_json.TokenStartIndex;
        switch (key)
        {
            case HeadKeys.Model: ReadModel(); break;
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
                Skip();
                break;
        }

        Keep(new HeadMember(key, name, value, (int)_json.BytesConsumed));
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
        if (_fault is not null || (member.Key & _offered) != 0)
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

    // Where a choice stands before its list, only the end tells whether there is one.
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

    private readonly ApiError? CheckWhole()
    {
        if (_head.Model.IsAbsent)
        {
            return ApiErrors.MissingParameter("model", "Name a tag such as \"Coder\" or a model; GET /v1/models lists them.");
        }

        return (_head.Reads & ~_seen & (HeadKeys.Messages | HeadKeys.Prompt)) switch
        {
            HeadKeys.Messages => ApiErrors.MissingParameter("messages", "Send the conversation as an array of messages."),
            HeadKeys.Prompt => ApiErrors.MissingParameter("prompt", "Send the text to go on with."),
            _ => null,
        };
    }

    private void ReadPrompt()
    {
        if (_fault is null && _head.ReadPrompt(ref _json) is { } fault)
        {
            Fail(fault);
        }
    }

    // Every step goes through here, so that a fault stops all loops.
    private bool Next() => _fault is null && _json.Read();

    private void Skip()
    {
        if (_fault is null)
        {
            _json.Skip();
        }
    }

    // A member that is none of those read here, and does not look like one to a reader that takes no notice of case.
    private void SkipOther(ReadOnlySpan<string> known, string path = "")
    {
        if (FoldedNames.Find(ref _json, known) is { } name)
        {
            Fail(ApiErrors.FoldedKey(_json.GetString()!, path + name));
        }

        Skip();
    }

    private void Fail(ApiError fault) => _fault ??= fault;

    private readonly JsonRange Token => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    private void FailType(string param, string wanted) => Fail(ApiErrors.InvalidType(param, wanted, HeadFaults.NameOf(_json.TokenType)));
}
