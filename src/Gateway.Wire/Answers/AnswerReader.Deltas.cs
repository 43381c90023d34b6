using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Wire.Answers;

/// <content>The delta or message of a choice: its members, its role, and its shape.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] Assistant = "\"assistant\""u8.ToArray();
    private static readonly byte[] AssistantRole = "\"role\":\"assistant\""u8.ToArray();
    private static readonly byte[] DeltaName = "\"delta\""u8.ToArray();
    private static readonly byte[] MessageName = "\"message\""u8.ToArray();
    private static readonly byte[] EmptyMessage = """{"role":"assistant","content":""}"""u8.ToArray();
    private static readonly byte[] EmptyMessageMember = [.. "\"message\":"u8, .. EmptyMessage, (byte)','];

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
            if (IsReadAlready(name))
            {
                RemoveMember();
                _delta.Members--;
            }
            else if (_json.ValueTextEquals("content"u8))
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

    private readonly bool IsReadAlready(JsonRange name) => _json.ValueTextEquals("content"u8)
        ? !_delta.ContentName.IsAbsent
        : (!_reasoningName.IsAbsent && IsSame(name, _reasoningName)) || (!_otherName.IsAbsent && IsSame(name, _otherName));

    private readonly bool IsSame(JsonRange name, JsonRange other) =>
        _text.Slice(name.Start, name.Length).SequenceEqual(_text.Slice(other.Start, other.Length));

    // Reads a value to its end. Words that only give a name or a type are not text.
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

    // The shape of a choice in a stream: AI SDK refuses a missing or null delta, and OpenAI's stream helper an answer without a role.
    private void MendChoice(int inside, bool speaks)
    {
        if (_state.Form.HasText && _delta.Inside == 0)
        {
            MendBareText(inside, speaks);
            return;
        }

        if (!_isChunk)
        {
            MendMessage(inside);
            return;
        }

        var missing = _hasIndex ? "" : $"\"index\":{_choice},";
        var lacksRole = speaks && _state.LacksRole(_choice);
        if (lacksRole && !_delta.EmptyRole.IsAbsent)
        {
            // Adding a member would make the name occur twice.
            _edits.Replace(_delta.EmptyRole.Start, _delta.EmptyRole.Length, Assistant);
            lacksRole = false;
        }

        var added = lacksRole ? (byte[])[.. AssistantRole, .. (_letGo.IsEmpty ? default : ","u8), .. _letGo.Span] : _letGo;
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

        if (_text.Slice(_delta.Name.Start, _delta.Name.Length).SequenceEqual(MessageName))
        {
            _edits.Replace(_delta.Name.Start, _delta.Name.Length, DeltaName);
        }

        if (missing.Length > 0)
        {
            var isOnly = _edits.FirstLeft(_text, inside) == (byte)'}';
            _edits.Insert(inside, Encoding.UTF8.GetBytes(isOnly ? missing[..^1] : missing));
        }
    }

    // The shape of a choice in a whole answer: most clients read the text without checking for a message.
    private readonly void MendMessage(int inside)
    {
        if (_delta.Name.IsAbsent)
        {
            _edits.Insert(inside, _edits.FirstLeft(_text, inside) == (byte)'}' ? EmptyMessageMember.AsMemory(..^1) : EmptyMessageMember);
        }
        else if (!_delta.NoObject.IsAbsent)
        {
            _edits.Replace(_delta.NoObject.Start, _delta.NoObject.Length, EmptyMessage);
        }
        else if (!_hasRole)
        {
            _edits.Insert(_delta.Inside, _delta.Members > 0 ? (byte[])[.. AssistantRole, (byte)','] : AssistantRole);
        }

        if (_text.Slice(_delta.Name.Start, _delta.Name.Length).SequenceEqual(DeltaName))
        {
            _edits.Replace(_delta.Name.Start, _delta.Name.Length, MessageName);
        }
    }

    // Ollama and vLLM write `reasoning`, which LangChain drops and Roo Code does not read.
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
                    // Servers in transition between the two names write both, and one of them may be null.
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

        // An event that also calls tools is not split: splitting it would call them twice.
        if (_isChunk && !_content.IsAbsent && _hasThought && !_calls)
        {
            _mixed = new MixedDelta(_content, _reasoning, _finish) { First = _first, Second = _second };
        }
    }

    private readonly bool Thinks(JsonRange value, ReadOnlyMemory<byte> parts) => HasText(value) || !parts.IsEmpty;

    // AI SDK accepts `assistant`, "" or nothing.
    private void RepairRole(JsonRange name)
    {
        _hasRole = _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty;
        if (_json.TokenType == JsonTokenType.Null)
        {
            _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
            _delta.Members--;
        }
        else if (_json.TokenType != JsonTokenType.String
            || (_json.ValueSpan.IsEmpty ? !_isChunk : !_json.ValueTextEquals("assistant"u8)))
        {
            _hasRole = true;
            ReplaceValue(Assistant);
        }
        else if (!_hasRole)
        {
            _delta.EmptyRole = Token;
        }
    }
}
