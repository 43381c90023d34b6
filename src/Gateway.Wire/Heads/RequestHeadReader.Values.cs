using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <content>Single values.</content>
internal ref partial struct RequestHeadReader
{
    private static readonly string[] StreamOptionNames = ["include_usage"];
    private static readonly string[] FormatNames = ["type"];

    private void ReadStreamOptions()
    {
        var start = (int)_walk.Json.TokenStartIndex;
        if (_walk.Json.TokenType == JsonTokenType.StartObject)
        {
            while (_walk.Next() && _walk.Json.TokenType == JsonTokenType.PropertyName)
            {
                if (_walk.Json.ValueTextEquals("include_usage"u8))
                {
                    ReadIncludeUsage();
                }
                else
                {
                    _walk.SkipOther(StreamOptionNames, "stream_options.");
                }
            }
        }
        else if (_walk.Json.TokenType != JsonTokenType.Null)
        {
            _walk.FailType("stream_options", "an object");
        }

        _head.StreamOptions = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    private void ReadIncludeUsage()
    {
        if (!_head.IncludeUsageValue.IsAbsent)
        {
            _walk.Fail(ApiErrors.DuplicateKey("stream_options.include_usage"));
            return;
        }

        _walk.Next();
        _head.IncludeUsage = ReadBoolean("stream_options.include_usage");
        _head.IncludeUsageValue = _walk.Token;
    }

    private bool ReadBoolean(string param)
    {
        if (_walk.Json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            _walk.FailType(param, "true or false");
        }

        return _walk.Json.TokenType == JsonTokenType.True;
    }

    private long? ReadInteger(string param)
    {
        if (_walk.Json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        // Clients whose numbers are all floats write 1000.0.
        if (_walk.Json.TokenType == JsonTokenType.Number && WholeNumber.TryRead(_walk.Json.ValueSpan, out var value))
        {
            return value;
        }

        if (_walk.Json.TokenType == JsonTokenType.Number)
        {
            _walk.Fail(ApiErrors.InvalidValue(param, "must be a whole number."));
        }
        else
        {
            _walk.FailType(param, "a whole number");
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
        if (_walk.Json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            _walk.FailType(param, "a string");
        }

        if (_walk.Json.TokenType == JsonTokenType.String)
        {
            _head.PromptTokens += TokenEstimate.OfText(_walk.Json.ValueSpan);
        }

        // Clients send an empty field, which asks for nothing.
        return _walk.Json.TokenType == JsonTokenType.String && !_walk.Json.ValueSpan.IsEmpty;
    }

    // Read only as far as it decides who can answer; the backend describes other faults best.
    private void ReadResponseFormat()
    {
        if (_walk.Json.TokenType != JsonTokenType.StartObject)
        {
            _walk.Skip();
            return;
        }

        var start = _walk.Json.TokenStartIndex;
        while (_walk.Next() && _walk.Json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = _walk.Json.ValueTextEquals("type"u8);
            if (!isType)
            {
                _walk.SkipOther(FormatNames, "response_format.");
                continue;
            }

            _walk.Next();
            _head.HasJsonSchema |= _walk.Json.TokenType == JsonTokenType.String && _walk.Json.ValueTextEquals("json_schema"u8);
            _walk.Skip();
        }

        _head.PromptTokens += TokenEstimate.OfText(_body[(int)start..(int)_walk.Json.BytesConsumed]);
    }

    // The backend describes other faults best.
    private void ReadToolChoice()
    {
        _head.AsksForACall |= _walk.Json.TokenType != JsonTokenType.Null
            && !(_walk.Json.TokenType == JsonTokenType.String
            && (_walk.Json.ValueTextEquals("auto"u8) || _walk.Json.ValueTextEquals("none"u8)));
        _walk.Skip();
    }

    private int CountItems(string param)
    {
        if (_walk.Json.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        if (_walk.Json.TokenType != JsonTokenType.StartArray)
        {
            _walk.FailType(param, "an array");
            return 0;
        }

        var count = 0;
        var start = _walk.Json.TokenStartIndex;
        while (_walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray)
        {
            count++;
            _walk.Skip();
        }

        _head.PromptTokens += TokenEstimate.OfText(_body[(int)start..(int)_walk.Json.BytesConsumed]);
        return count;
    }
}
