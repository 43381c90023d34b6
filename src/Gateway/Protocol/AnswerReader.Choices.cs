using System.Text;
using System.Text.Json;

namespace Gateway.Protocol;

/// <content>A choice: its delta or message, and its finish reason.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] Assistant = "\"assistant\""u8.ToArray();
    private static readonly byte[] AssistantRole = "\"role\":\"assistant\""u8.ToArray();
    private static readonly byte[] Null = "null"u8.ToArray();
    private static readonly byte[] DeltaName = "\"delta\""u8.ToArray();

    private void ReadChoice()
    {
        var inside = (int)_json.BytesConsumed;
        // Every backend seen writes the index first; the position stands in where there is none.
        _choice = _choiceCount;
        _finish = _content = _reasoningName = _reasoning = _otherName = _other = default;
        _calls = _hasRole = false;
        (_delta, _rewritten, _isRewritten, _hasIndex, _hasThought) = (default, default, false, false, false);
        _reasoningParts = _otherParts = _letGo = _first = _second = default;
        var reason = FinishReason.None;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("index"u8))
            {
                ReadIndex();
            }
            else if (_json.ValueTextEquals("delta"u8) || _json.ValueTextEquals("message"u8))
            {
                ReadDelta(NameToken);
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

        var isNew = _state.Saw(_choice, _hasRole);
        _opens |= isNew;
        RepairReasoning();
        var speaks = !_content.IsAbsent || _hasThought || !_letGo.IsEmpty || _calls;
        MendChoice(inside, speaks);
        CountText(_reasoning);
        CountText(_isRewritten ? default : _content);
        if (speaks)
        {
            _state.Spoke(_choice);
        }

        if (!_isChunk)
        {
            FinishWhole(reason, inside);
        }
        else if (reason != FinishReason.None)
        {
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
        if (_state.Holds(_choice, standsAlone, reason))
        {
            _edits.Replace(_finish.Start, _finish.Length, Null);
            return;
        }

        // Of a stream's event that alone is something.
        _saysSomething = true;
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

    private void ReadIndex()
    {
        _hasIndex = true;
        if (ReadCount() is >= 0 and <= int.MaxValue and var index)
        {
            _choice = (int)index;
        }
        else
        {
            _edits.Replace(Token.Start, Token.Length, Encoding.UTF8.GetBytes($"{_choice}"));
        }
    }

    private void ReadDelta(JsonRange member)
    {
        _json.Read();
        _delta = new DeltaShape { Name = member };
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            var start = (int)_json.TokenStartIndex;
            _json.Skip();
            _delta.NoObject = new JsonRange(start, (int)_json.BytesConsumed - start);
            return;
        }

        _delta.Inside = (int)_json.BytesConsumed;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameToken;
            _delta.Members++;
            if (_json.ValueTextEquals("content"u8))
            {
                ReadContent(name);
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
                (_reasoningName, _reasoning) = (name, ReadReasoning(out _reasoningParts));
            }
            else if (_json.ValueTextEquals("reasoning"u8) || _json.ValueTextEquals("reasoning_content"u8))
            {
                (_otherName, _other) = (name, ReadReasoning(out _otherParts));
            }
            else
            {
                _json.Read();
                _hasOther |= _json.TokenType != JsonTokenType.Null;
                _saysSomething |= ContentNames.Holds(_text.Slice(name.Start + 1, name.Length - 2)) && HoldsText();
                _json.Skip();
            }
        }
    }

    // Reads a value to its end. The words that only tell what it is called, and of which kind it is, are no text.
    private bool HoldsText()
    {
        if (_json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty;
        }

        var (depth, holds, isKind) = (_json.CurrentDepth, false, false);
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType == JsonTokenType.PropertyName)
            {
                isKind = _json.ValueTextEquals("type"u8) || _json.ValueTextEquals("format"u8) || _json.ValueTextEquals("id"u8);
            }
            else
            {
                holds |= !isKind && _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty;
            }
        }

        return holds;
    }

    // The shape of a choice in a stream: AI SDK refuses a delta that is missing or null, OpenAI's stream helper an answer without a role.
    private void MendChoice(int inside, bool speaks)
    {
        if (!_isChunk)
        {
            return;
        }

        var missing = _hasIndex ? "" : $"\"index\":{_choice},";
        var added = speaks && _state.LacksRole(_choice) ? (byte[])[.. AssistantRole, .. (_letGo.IsEmpty ? default : ","u8), .. _letGo.Span] : _letGo;
        if (_delta.Inside > 0 && !added.IsEmpty)
        {
            _edits.Insert(_delta.Inside, _delta.Members > 0 ? (byte[])[.. added.Span, (byte)','] : added);
        }
        else if (_delta.Name.IsAbsent)
        {
            missing += "\"delta\":{" + Encoding.UTF8.GetString(added.Span) + "},";
        }
        else if (!_delta.NoObject.IsAbsent)
        {
            _edits.Replace(_delta.NoObject.Start, _delta.NoObject.Length, (byte[])[(byte)'{', .. added.Span, (byte)'}']);
        }

        if (_text.Slice(_delta.Name.Start, _delta.Name.Length).SequenceEqual("\"message\""u8))
        {
            _edits.Replace(_delta.Name.Start, _delta.Name.Length, DeltaName);
        }

        if (missing.Length > 0)
        {
            var isOnly = _text[inside + _text[inside..].IndexOfAnyExcept(" \t\r\n"u8)] == (byte)'}';
            _edits.Insert(inside, Encoding.UTF8.GetBytes(isOnly ? missing[..^1] : missing));
        }
    }

    // Ollama and vLLM say `reasoning`, which LangChain drops and Roo Code does not read.
    private void RepairReasoning()
    {
        ReadTags();
        if (!_otherName.IsAbsent)
        {
            if (!_reasoningName.IsAbsent && (Thinks(_reasoning, _reasoningParts) || !Thinks(_other, _otherParts)))
            {
                _edits.RemoveMember(_text, _otherName.Start, _other.End);
                _delta.Members--;
            }
            else
            {
                if (!_reasoningName.IsAbsent)
                {
                    // Servers between the two names write both, and one of them may be null.
                    _edits.RemoveMember(_text, _reasoningName.Start, _reasoning.End);
                    _delta.Members--;
                }

                _edits.Replace(_otherName.Start, _otherName.Length, _state.ReasoningName);
                (_reasoningName, _reasoning, _reasoningParts) = (_otherName, _other, _otherParts);
            }
        }

        _hasThought = HasText(_reasoning);
        WriteText();
        if (!_content.IsAbsent || _hasThought || !_letGo.IsEmpty)
        {
            _saysSomething = true;
        }

        // An event that also calls tools is left whole: splitting it would call them twice.
        if (_isChunk && !_content.IsAbsent && _hasThought && !_calls)
        {
            _mixed = new MixedDelta(_content, _reasoning, _finish) { First = _first, Second = _second };
        }
    }

    private readonly bool Thinks(JsonRange value, ReadOnlyMemory<byte> parts) => HasText(value) || !parts.IsEmpty;

    // AI SDK takes `assistant`, "" or nothing.
    private void RepairRole(JsonRange name)
    {
        _hasRole = _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty;
        if (_json.TokenType == JsonTokenType.Null)
        {
            _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
            _delta.Members--;
        }
        else if (_json.TokenType != JsonTokenType.String || (!_json.ValueSpan.IsEmpty && !_json.ValueTextEquals("assistant"u8)))
        {
            ReplaceValue(Assistant);
        }
        else
        {
            _json.Skip();
        }
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
