using System.Text.Json;

namespace Gateway.Protocol;

/// <content>The conversation: how many messages, what media, and where reasoning is handed back.</content>
internal ref partial struct RequestHeadReader
{
    /// <summary>More messages than any client was seen to send; bounds what the readers behind us must hold.</summary>
    public const int MaxMessages = 4096;

    private static readonly string[] MessageNames = ["role", "content", "tool_calls", "function_call", "reasoning_content", "reasoning", "prefix"];
    private static readonly string[] PartNames = ["text", "image_url", "video_url", "input_audio", "audio_url"];
    private static readonly string[] ImageNames = ["url"];

    private void ReadConversation()
    {
        var start = (int)_json.TokenStartIndex;
        ReadMessages();
        _head.Conversation = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private void ReadMessages()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            FailType("messages", "an array");
            return;
        }

        var last = 0L;
        while (Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            // Before anything of it is read: what stands behind the limit costs nothing.
            if (_head.Messages == MaxMessages)
            {
                Fail(ApiErrors.TooManyMessages(MaxMessages));
                return;
            }

            if (_json.TokenType != JsonTokenType.StartObject)
            {
                FailType($"messages[{_head.Messages}]", "an object");
                return;
            }

            var (before, mediaBefore, paddingBefore) = (_head.PromptTokens, _head.MediaTokens, _padding);
            var isSystem = ReadMessage();
            if ((_head.History & HistoryTraits.EndsWithAssistant) == 0)
            {
                _head.FirmTokens += (int)(_head.PromptTokens - before - (_head.MediaTokens - mediaBefore) - (_padding - paddingBefore));
            }

            _head.Messages++;
            CountTurn();
            _head.PromptTokens += TokenEstimate.OfMessage;
            if (!isSystem)
            {
                _head.EarlierTokens += last;
                last = _head.PromptTokens - before;
            }
        }

        if (_head.Messages == 0)
        {
            Fail(ApiErrors.InvalidValue("messages", "is empty. Send at least one message."));
        }
    }

    /// <returns>Whether it is the system's text, which is no part of the conversation.</returns>
    private bool ReadMessage()
    {
        var (hasContent, hasRole) = (false, false);
        var isSystem = false;
        var reasoningNames = 0;
        // Of the last message alone it stays.
        _head.History &= ~(HistoryTraits.EndsWithAssistant | HistoryTraits.EndsWithUser);
        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("content"u8))
            {
                FailIfSeen(ref hasContent, "content");
                Next();
                _head.History |= _json.TokenType switch
                {
                    JsonTokenType.StartArray => HistoryTraits.ContentLists,
                    JsonTokenType.Null => HistoryTraits.NoContent,
                    _ => HistoryTraits.None,
                };
                ReadContent();
                continue;
            }

            if (_json.ValueTextEquals("role"u8))
            {
                FailIfSeen(ref hasRole, "role");
                Next();
                isSystem = ReadRole();
                continue;
            }

            if (_json.ValueTextEquals("reasoning_content"u8) || _json.ValueTextEquals("reasoning"u8))
            {
                reasoningNames++;
                // The token of a name ends with its colon; only the quoted name is wanted.
                (_head.ReasoningNames ??= []).Add(new JsonRange((int)_json.TokenStartIndex, _json.ValueSpan.Length + 2));
            }

            if (_json.ValueTextEquals("tool_calls"u8) || _json.ValueTextEquals("function_call"u8))
            {
                var start = _json.BytesConsumed;
                Skip();
                var calls = _body[(int)start..(int)_json.BytesConsumed];
                _head.PromptTokens += TokenEstimate.OfText(calls);
                // Null or an empty list is how some clients write that nothing was called.
                _head.History |= HistoryTraits.ToolCalls | (calls.IndexOfAny("{\""u8) >= 0 ? HistoryTraits.ToolsUsed : HistoryTraits.None);
                continue;
            }

            SkipOther(MessageNames, "messages[].");
        }

        _head.History |= hasContent ? HistoryTraits.None : HistoryTraits.NoContent;
        if (reasoningNames > 1)
        {
            // A client that sends both fields serves either backend already; renaming one would make it stand there twice.
            _head.ReasoningNames!.RemoveRange(_head.ReasoningNames.Count - reasoningNames, reasoningNames);
        }

        return isSystem;
    }

    /// <returns>Whether it is that of the system's text.</returns>
    private bool ReadRole()
    {
        var isSystem = false;
        if (_json.TokenType == JsonTokenType.String)
        {
            isSystem = _json.ValueTextEquals("system"u8) || _json.ValueTextEquals("developer"u8);
            _head.History |= _json.ValueTextEquals("user"u8) ? HistoryTraits.EndsWithUser
                : _json.ValueTextEquals("assistant"u8) ? HistoryTraits.EndsWithAssistant
                : _json.ValueTextEquals("developer"u8) ? HistoryTraits.DeveloperRole
                : _json.ValueTextEquals("tool"u8) || _json.ValueTextEquals("function"u8) ? HistoryTraits.ToolsUsed
                : HistoryTraits.None;
        }

        Skip();
        return isSystem;
    }

    private void FailIfSeen(ref bool seen, string key)
    {
        if (seen)
        {
            Fail(ApiErrors.DuplicateKey($"messages[{_head.Messages}].{key}"));
        }

        seen = true;
    }

    private void ReadContent()
    {
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            ReadText();
            return;
        }

        if (_json.TokenType != JsonTokenType.StartArray)
        {
            FailType($"messages[{_head.Messages}].content", "a string or an array of parts");
            return;
        }

        while (Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ReadPart();
            }
            else if (_json.TokenType == JsonTokenType.String)
            {
                ReadText();
            }
            else
            {
                FailType($"messages[{_head.Messages}].content[]", "an object");
            }
        }
    }

    private void ReadPart()
    {
        var hasImage = false;
        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("image_url"u8))
            {
                FailIfSeen(ref hasImage, "content[].image_url");
                var start = _json.BytesConsumed;
                Next();
                ReadImage();
                CountMedia(TokenEstimate.OfImage, start);
            }
            else if (_json.ValueTextEquals("text"u8))
            {
                Next();
                if (_json.TokenType == JsonTokenType.String)
                {
                    ReadText();
                }

                Skip();
            }
            else if (_json.ValueTextEquals("video_url"u8))
            {
                // Who sees pictures one by one is the least that it takes.
                _head.Media |= MediaKind.InlineImage;
                SkipMedia(TokenEstimate.OfImage);
            }
            else if (_json.ValueTextEquals("input_audio"u8) || _json.ValueTextEquals("audio_url"u8))
            {
                _head.Media |= MediaKind.Audio;
                SkipMedia(TokenEstimate.OfAudio);
            }
            else
            {
                SkipOther(PartNames, "messages[].content[].");
            }
        }
    }

    private void SkipMedia(long tokens)
    {
        var start = _json.BytesConsumed;
        Skip();
        CountMedia(tokens, start);
    }

    private readonly void CountMedia(long tokens, long start)
    {
        _head.PromptTokens += tokens;
        _head.MediaTokens += tokens;
        _head.MediaBytes += (int)(_json.BytesConsumed - start);
    }

    private void ReadImage()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            ReadImageAddress();
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            FailType("image_url", "an object with 'url'");
            return;
        }

        var hasUrl = false;
        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = _json.ValueTextEquals("url"u8);
            if (!isUrl)
            {
                SkipOther(ImageNames, "messages[].content[].image_url.");
                continue;
            }

            FailIfSeen(ref hasUrl, "content[].image_url.url");
            Next();
            if (_json.TokenType == JsonTokenType.String)
            {
                ReadImageAddress();
            }
            else
            {
                FailType("image_url.url", "a string");
            }
        }
    }

    // Anything that is not plainly a data: URL counts as an address, also one written with escapes: that errs on the safe side.
    private readonly void ReadImageAddress()
    {
        var head = _json.ValueSpan[..Math.Min(5, _json.ValueSpan.Length)];
        var isInline = System.Text.Ascii.EqualsIgnoreCase(head, "data:"u8);
        _head.Media |= isInline ? MediaKind.InlineImage : MediaKind.RemoteImage;
        _head.HasOddImage |= isInline && !ImageFormats.IsCommon(_json.ValueSpan);
    }
}
