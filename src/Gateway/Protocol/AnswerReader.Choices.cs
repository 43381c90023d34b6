using System.Text.Json;

namespace Gateway.Protocol;

/// <content>A choice: its delta or message, and its finish reason.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] Assistant = "\"assistant\""u8.ToArray();
    private static readonly byte[] Null = "null"u8.ToArray();

    private void ReadChoice()
    {
        var inside = (int)_json.BytesConsumed;
        // Every backend seen writes the index first; the position stands in where there is none.
        _choice = _choiceCount;
        _finish = _content = _reasoningName = _reasoning = _otherName = _other = default;
        _calls = _hasRole = false;
        var reason = FinishReason.None;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("index"u8))
            {
                _choice = (int)(ReadCount() ?? _choice);
            }
            else if (_json.ValueTextEquals("delta"u8) || _json.ValueTextEquals("message"u8))
            {
                ReadDelta();
            }
            else if (_json.ValueTextEquals("finish_reason"u8))
            {
                reason = ReadFinish();
            }
            else if (_json.ValueTextEquals("error"u8))
            {
                // OpenRouter puts it here, beside the reason `error`.
                ReadError(NameToken);
            }
            else
            {
                _json.Skip();
            }
        }

        var isNew = _state.Saw(_choice);
        RepairReasoning();
        CountText(_reasoning);
        CountText(_content);
        var speaks = HasText(_content) || HasText(_reasoning) || _calls;
        if (speaks)
        {
            _state.Spoke(_choice);
        }

        if (!_isChunk)
        {
            FinishWhole(reason, inside);
        }
        else if (reason is not (FinishReason.None or FinishReason.Failure))
        {
            // A choice that failed is not finished: another candidate may go on with it.
            Finish(reason, standsAlone: !speaks && !(isNew && _hasRole));
        }
    }

    private FinishReason ReadFinish()
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        var isNull = _json.TokenType == JsonTokenType.Null;
        var reason = FinishReasons.Read(ref _json);
        _json.Skip();
        _finish = new JsonRange(start, (int)_json.BytesConsumed - start);
        if (_isChunk && !isNull && reason == FinishReason.None)
        {
            // OpenAI's .NET SDK throws on a reason it does not know, and "" is one.
            _edits.Replace(start, _finish.Length, Null);
        }

        _state.HasUnknownReason |= reason == FinishReason.Unknown;
        _gaveUp |= reason == FinishReason.Failure;
        return reason;
    }

    private void Finish(FinishReason reason, bool standsAlone)
    {
        // Of a stream's event that alone is something.
        _saysSomething = true;
        if (_state.Holds(_choice, standsAlone, reason))
        {
            _edits.Replace(_finish.Start, _finish.Length, Null);
            return;
        }

        Finish(reason);
    }

    // A whole answer always ends, also without a reason: AI SDK and Cline fail on it.
    private void FinishWhole(FinishReason reason, int inside)
    {
        _hasNoEnd |= reason == FinishReason.None;
        if (_finish.IsAbsent && _text[inside..].TrimStart(" \t\r\n"u8)[0] != (byte)'}')
        {
            _edits.Insert(inside, (byte[])[.. "\"finish_reason\":"u8, .. FinishReasons.Quoted(_state.EndOf(_choice, reason)), (byte)',']);
        }

        Finish(reason);
    }

    private void Finish(FinishReason reason)
    {
        _brokenToolCall |= !FinishReasons.AdmitsCut(reason) && !_state.CallsAreWhole(_choice);
        var written = FinishReasons.Quoted(_state.EndOf(_choice, reason));
        if (!_finish.IsAbsent && !_text.Slice(_finish.Start, _finish.Length).SequenceEqual(written))
        {
            _edits.Replace(_finish.Start, _finish.Length, written);
        }

        _state.Finished(_choice);
    }

    private void ReadDelta()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameToken;
            if (_json.ValueTextEquals("content"u8))
            {
                _json.Read();
                _content = TextOrAbsent();
            }
            else if (_json.ValueTextEquals("role"u8))
            {
                _json.Read();
                RepairRole(name);
            }
            else if (_json.ValueTextEquals("tool_calls"u8))
            {
                ReadToolCalls();
            }
            else if (_json.ValueTextEquals("function_call"u8))
            {
                ReadFunctionCall();
            }
            else if (_text.Slice(name.Start, name.Length).SequenceEqual(_state.ReasoningName.Span))
            {
                (_reasoningName, _reasoning) = (name, ReadReasoning());
            }
            else if (_json.ValueTextEquals("reasoning"u8) || _json.ValueTextEquals("reasoning_content"u8))
            {
                (_otherName, _other) = (name, ReadReasoning());
            }
            else
            {
                _json.Read();
                _hasOther |= _json.TokenType != JsonTokenType.Null;
                _json.Skip();
            }
        }
    }

    // Ollama and vLLM say `reasoning`, which LangChain drops and Roo Code does not read.
    private void RepairReasoning()
    {
        if (!_otherName.IsAbsent)
        {
            if (!_reasoningName.IsAbsent && (HasText(_reasoning) || !HasText(_other)))
            {
                _edits.RemoveMember(_text, _otherName.Start, _other.End);
            }
            else
            {
                if (!_reasoningName.IsAbsent)
                {
                    // Servers between the two names write both, and one of them may be null.
                    _edits.RemoveMember(_text, _reasoningName.Start, _reasoning.End);
                }

                _edits.Replace(_otherName.Start, _otherName.Length, _state.ReasoningName);
                (_reasoningName, _reasoning) = (_otherName, _other);
            }
        }

        if (!_content.IsAbsent || HasText(_reasoning))
        {
            _saysSomething = true;
        }

        // An event that also calls tools is left whole: splitting it would call them twice.
        if (_isChunk && !_content.IsAbsent && HasText(_reasoning) && !_state.HasToolCalls(_choice))
        {
            _mixed = new MixedDelta(_content, _reasoning, _finish);
        }
    }

    // AI SDK takes `assistant`, "" or nothing.
    private void RepairRole(JsonRange name)
    {
        _hasRole = true;
        if (_json.TokenType == JsonTokenType.Null)
        {
            _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
        }
        else if (_json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty && !_json.ValueTextEquals("assistant"u8))
        {
            _edits.Replace(Token.Start, Token.Length, Assistant);
        }

        _json.Skip();
    }

    private JsonRange ReadReasoning()
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private readonly bool HasText(JsonRange value) => value.Length > 2 && _text[value.Start] == (byte)'"';

    private JsonRange TextOrAbsent()
    {
        var token = Token;
        _json.Skip();
        return HasText(token) ? token : default;
    }

    private readonly JsonRange Token => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    private readonly JsonRange NameToken => new((int)_json.TokenStartIndex, _json.ValueSpan.Length + 2);
}
