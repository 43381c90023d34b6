using System.Text.Json;

namespace Gateway.Protocol;

/// <content>The single values.</content>
internal ref partial struct RequestHeadReader
{
    /// <summary>Longer names are refused: no provider has them, and every log line and error repeats the name.</summary>
    private const int MaxModelBytes = 256;

    private static readonly string[] StreamOptionNames = ["include_usage"];
    private static readonly string[] FormatNames = ["type"];

    private void ReadModel()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            FailType("model", "a string");
        }
        else if (_json.ValueSpan.IsEmpty)
        {
            Fail(ApiErrors.InvalidValue("model", "is empty. Name a tag such as \"Coder\" or a model."));
        }
        else if (_json.ValueSpan.Length > MaxModelBytes)
        {
            Fail(ApiErrors.InvalidValue("model", $"is longer than {MaxModelBytes} bytes."));
        }
        else
        {
            if (_json.ValueIsEscaped)
            {
                // Whoever decodes the name later must not be the one to find that it is no text.
                _ = _json.GetString();
            }

            _head.Model = Token;
        }
    }

    private void ReadStreamOptions()
    {
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            while (Next() && _json.TokenType == JsonTokenType.PropertyName)
            {
                if (_json.ValueTextEquals("include_usage"u8))
                {
                    ReadIncludeUsage();
                }
                else
                {
                    SkipOther(StreamOptionNames, "stream_options.");
                }
            }
        }
        else if (_json.TokenType != JsonTokenType.Null)
        {
            FailType("stream_options", "an object");
        }

        _head.StreamOptions = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private void ReadIncludeUsage()
    {
        if (!_head.IncludeUsageValue.IsAbsent)
        {
            Fail(ApiErrors.DuplicateKey("stream_options.include_usage"));
            return;
        }

        Next();
        _head.IncludeUsage = ReadBoolean("stream_options.include_usage");
        _head.IncludeUsageValue = Token;
    }

    private bool ReadBoolean(string param)
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            FailType(param, "true or false");
        }

        return _json.TokenType == JsonTokenType.True;
    }

    private long? ReadInteger(string param)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        // Clients whose numbers are all floats write 1000.0.
        if (_json.TokenType == JsonTokenType.Number && WholeNumber.TryRead(_json.ValueSpan, out var value))
        {
            return value;
        }

        if (_json.TokenType == JsonTokenType.Number)
        {
            Fail(ApiErrors.InvalidValue(param, "must be a whole number."));
        }
        else
        {
            FailType(param, "a whole number");
        }

        return null;
    }

    private void ReadMaxTokens(string param, bool isRead)
    {
        if (ReadInteger(param) is not { } value)
        {
            return;
        }

        if (value <= 0)
        {
            _head.HasEmptyLimits = true;
            return;
        }

        _head.MaxTokens = Math.Max(_head.MaxTokens ?? value, value);
        _head.LimitIsRead |= isRead;
    }

    private bool ReadText(string param)
    {
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            FailType(param, "a string");
        }

        if (_json.TokenType == JsonTokenType.String)
        {
            _head.PromptTokens += TokenEstimate.OfText(_json.ValueSpan);
        }

        // Clients fill the field with nothing, which asks for nothing.
        return _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty;
    }

    // Read only as far as it decides who can answer; what is wrong with it otherwise, the backend says best.
    private void ReadResponseFormat()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Skip();
            return;
        }

        var start = _json.TokenStartIndex;
        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = _json.ValueTextEquals("type"u8);
            if (!isType)
            {
                SkipOther(FormatNames, "response_format.");
                continue;
            }

            Next();
            _head.HasJsonSchema |= _json.TokenType == JsonTokenType.String && _json.ValueTextEquals("json_schema"u8);
            Skip();
        }

        _head.PromptTokens += TokenEstimate.OfText(_body[(int)start..(int)_json.BytesConsumed]);
    }

    // What is wrong with it otherwise, the backend says best.
    private void ReadToolChoice()
    {
        _head.AsksForACall |= _json.TokenType != JsonTokenType.Null
            && !(_json.TokenType == JsonTokenType.String && (_json.ValueTextEquals("auto"u8) || _json.ValueTextEquals("none"u8)));
        Skip();
    }

    private int CountItems(string param)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        if (_json.TokenType != JsonTokenType.StartArray)
        {
            FailType(param, "an array");
            return 0;
        }

        var count = 0;
        var start = _json.TokenStartIndex;
        while (Next() && _json.TokenType != JsonTokenType.EndArray)
        {
            count++;
            Skip();
        }

        _head.PromptTokens += TokenEstimate.OfText(_body[(int)start..(int)_json.BytesConsumed]);
        return count;
    }
}
