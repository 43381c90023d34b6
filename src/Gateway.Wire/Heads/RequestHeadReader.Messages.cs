using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <content>The conversation: the number of messages, its media, and where reasoning is handed back.</content>
internal ref partial struct RequestHeadReader
{
    /// <summary>More messages than any known client sends; bounds what the readers after us must hold.</summary>
    public const int MaxMessages = 4096;

    private static readonly string[] MessageNames = [
        "role", "content", "tool_calls", "function_call", "reasoning_content", "reasoning", "prefix"
    ];
    private static readonly string[] PartNames = ["text", "image_url", "video_url", "input_audio", "audio_url"];
    private static readonly string[] ImageNames = ["url"];

    private void ReadConversation()
    {
        var start = (int)_walk.Json.TokenStartIndex;
        ReadMessages();
        _head.Conversation = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    private void ReadMessages()
    {
        if (_walk.Json.TokenType != JsonTokenType.StartArray)
        {
            _walk.FailType("messages", "an array");
            return;
        }

        var last = 0L;
        while (_walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray)
        {
            // Checked before it is read: messages beyond the limit cost nothing.
            if (_head.Messages == MaxMessages)
            {
                _walk.Fail(ApiErrors.TooManyMessages(MaxMessages));
                return;
            }

            if (_walk.Json.TokenType != JsonTokenType.StartObject)
            {
                _walk.FailType($"messages[{_head.Messages}]", "an object");
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
            _walk.Fail(ApiErrors.InvalidValue("messages", "is empty. Send at least one message."));
        }
    }

    /// <returns>True for the system text, which is not part of the conversation.</returns>
    private bool ReadMessage()
    {
        var (hasContent, hasRole) = (false, false);
        var isSystem = false;
        var reasoningNames = 0;
        // Only the last message sets it for good.
        _head.History &= ~(HistoryTraits.EndsWithAssistant | HistoryTraits.EndsWithUser);
        while (_walk.Next() && _walk.Json.TokenType == JsonTokenType.PropertyName)
        {
            if (_walk.Json.ValueTextEquals("content"u8))
            {
                FailIfSeen(ref hasContent, "content");
                _walk.Next();
                _head.History |= _walk.Json.TokenType switch
                {
                    JsonTokenType.StartArray => HistoryTraits.ContentLists,
                    JsonTokenType.Null => HistoryTraits.NoContent,
                    _ => HistoryTraits.None,
                };
                ReadContent();
                continue;
            }

            if (_walk.Json.ValueTextEquals("role"u8))
            {
                FailIfSeen(ref hasRole, "role");
                _walk.Next();
                isSystem = ReadRole();
                continue;
            }

            if (_walk.Json.ValueTextEquals("reasoning_content"u8) || _walk.Json.ValueTextEquals("reasoning"u8))
            {
                reasoningNames++;
                // The token of a name ends with its colon; only the quoted name is wanted.
                (_head.ReasoningNames ??= []).Add(new JsonRange((int)_walk.Json.TokenStartIndex, _walk.Json.ValueSpan.Length + 2));
            }

            if (_walk.Json.ValueTextEquals("tool_calls"u8) || _walk.Json.ValueTextEquals("function_call"u8))
            {
                var start = _walk.Json.BytesConsumed;
                _walk.Skip();
                var calls = _body[(int)start..(int)_walk.Json.BytesConsumed];
                _head.PromptTokens += TokenEstimate.OfText(calls);
                // Some clients write null or an empty list when nothing was called.
                _head.History |= HistoryTraits.ToolCalls | (calls.IndexOfAny("{\""u8) >= 0 ? HistoryTraits.ToolsUsed : HistoryTraits.None);
                continue;
            }

            _walk.SkipOther(MessageNames, "messages[].");
        }

        _head.History |= hasContent ? HistoryTraits.None : HistoryTraits.NoContent;
        if (reasoningNames > 1)
        {
            // A client that sends both fields already serves either backend; renaming one would make it occur twice.
            _head.ReasoningNames!.RemoveRange(_head.ReasoningNames.Count - reasoningNames, reasoningNames);
        }

        return isSystem;
    }

    /// <returns>True for the role of the system text.</returns>
    private bool ReadRole()
    {
        var isSystem = false;
        if (_walk.Json.TokenType == JsonTokenType.String)
        {
            isSystem = _walk.Json.ValueTextEquals("system"u8) || _walk.Json.ValueTextEquals("developer"u8);
            _head.History |= _walk.Json.ValueTextEquals("user"u8) ? HistoryTraits.EndsWithUser
                : _walk.Json.ValueTextEquals("assistant"u8) ? HistoryTraits.EndsWithAssistant
                : _walk.Json.ValueTextEquals("developer"u8) ? HistoryTraits.DeveloperRole
                : _walk.Json.ValueTextEquals("tool"u8) || _walk.Json.ValueTextEquals("function"u8) ? HistoryTraits.ToolsUsed
                : HistoryTraits.None;
        }

        _walk.Skip();
        return isSystem;
    }

    private void FailIfSeen(ref bool seen, string key)
    {
        if (seen)
        {
            _walk.Fail(ApiErrors.DuplicateKey($"messages[{_head.Messages}].{key}"));
        }

        seen = true;
    }

    private void ReadContent()
    {
        if (_walk.Json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            ReadText();
            return;
        }

        if (_walk.Json.TokenType != JsonTokenType.StartArray)
        {
            _walk.FailType($"messages[{_head.Messages}].content", "a string or an array of parts");
            return;
        }

        while (_walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray)
        {
            if (_walk.Json.TokenType == JsonTokenType.StartObject)
            {
                ReadPart();
            }
            else if (_walk.Json.TokenType == JsonTokenType.String)
            {
                ReadText();
            }
            else
            {
                _walk.FailType($"messages[{_head.Messages}].content[]", "an object");
            }
        }
    }

    private void ReadPart()
    {
        var hasImage = false;
        while (_walk.Next() && _walk.Json.TokenType == JsonTokenType.PropertyName)
        {
            if (_walk.Json.ValueTextEquals("image_url"u8))
            {
                FailIfSeen(ref hasImage, "content[].image_url");
                var start = _walk.Json.BytesConsumed;
                _walk.Next();
                ReadImage();
                CountMedia(TokenEstimate.OfImage, start);
            }
            else if (_walk.Json.ValueTextEquals("text"u8))
            {
                _walk.Next();
                if (_walk.Json.TokenType == JsonTokenType.String)
                {
                    ReadText();
                }

                _walk.Skip();
            }
            else if (_walk.Json.ValueTextEquals("video_url"u8))
            {
                // A model that sees single images is the least it needs.
                _head.Media |= MediaKind.InlineImage;
                SkipMedia(TokenEstimate.OfImage);
            }
            else if (_walk.Json.ValueTextEquals("input_audio"u8) || _walk.Json.ValueTextEquals("audio_url"u8))
            {
                _head.Media |= MediaKind.Audio;
                SkipMedia(TokenEstimate.OfAudio);
            }
            else
            {
                _walk.SkipOther(PartNames, "messages[].content[].");
            }
        }
    }

    private void SkipMedia(long tokens)
    {
        var start = _walk.Json.BytesConsumed;
        _walk.Skip();
        CountMedia(tokens, start);
    }

    private readonly void CountMedia(long tokens, long start)
    {
        _head.PromptTokens += tokens;
        _head.MediaTokens += tokens;
        _head.MediaBytes += (int)(_walk.Json.BytesConsumed - start);
    }

    private void ReadImage()
    {
        if (_walk.Json.TokenType == JsonTokenType.String)
        {
            ReadImageAddress();
            return;
        }

        if (_walk.Json.TokenType != JsonTokenType.StartObject)
        {
            _walk.FailType("image_url", "an object with 'url'");
            return;
        }

        var hasUrl = false;
        while (_walk.Next() && _walk.Json.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = _walk.Json.ValueTextEquals("url"u8);
            if (!isUrl)
            {
                _walk.SkipOther(ImageNames, "messages[].content[].image_url.");
                continue;
            }

            FailIfSeen(ref hasUrl, "content[].image_url.url");
            _walk.Next();
            if (_walk.Json.TokenType == JsonTokenType.String)
            {
                ReadImageAddress();
            }
            else
            {
                _walk.FailType("image_url.url", "a string");
            }
        }
    }

    // Anything that is not plainly a data: URL counts as an address, even one written with escapes: that errs on the safe side.
    private readonly void ReadImageAddress()
    {
        var head = _walk.Json.ValueSpan[..Math.Min(5, _walk.Json.ValueSpan.Length)];
        var isInline = System.Text.Ascii.EqualsIgnoreCase(head, "data:"u8);
        _head.Media |= isInline ? MediaKind.InlineImage : MediaKind.RemoteImage;
        _head.HasOddImage |= isInline && !ImageFormats.IsCommon(_walk.Json.ValueSpan);
    }
}
