using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Wire.Answers;

/// <content>Text in other forms than a single string: Mistral sends lists of parts, LM Studio reasoning in tags.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] EmptyText = "\"\""u8.ToArray();

    private void ReadContent(JsonRange name)
    {
        _json.Read();
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            (_delta.ContentName, _delta.ContentValue) = (name, Token);
            _content = TextOrAbsent();
            // Also when it may be the start of a tag and is held back.
            _saysSomething |= !_content.IsAbsent;
            return;
        }

        var start = (int)_json.TokenStartIndex;
        _rewritten = ReadParts(isThought: false);
        _isRewritten = true;
        (_delta.ContentName, _delta.ContentValue) = (name, new JsonRange(start, (int)_json.BytesConsumed - start));
    }

    private JsonRange ReadReasoning(out ReadOnlyMemory<byte> parts)
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        parts = default;
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            _json.Skip();
        }
        else
        {
            parts = ReadParts(isThought: true).Thought;
        }

        return new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private RewrittenText ReadParts(bool isThought)
    {
        (_textParts, _thoughtParts) = ([], []);
        ReadPart(isThought);
        return new RewrittenText(_textParts.ToArray(), _thoughtParts.ToArray());
    }

    private void ReadPart(bool isThought)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.StartArray:
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                {
                    ReadPart(isThought);
                }

                break;
            case JsonTokenType.StartObject:
                isThought |= IsThought(_json);
                while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                {
                    ReadPartMember(isThought);
                }

                break;
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                (isThought ? _thoughtParts : _textParts)!.AddRange(_json.ValueSpan);
                break;
            default:
                break;
        }
    }

    private void ReadPartMember(bool isThought)
    {
        var isText = _json.ValueTextEquals("text"u8) || _json.ValueTextEquals("content"u8) || _json.ValueTextEquals("refusal"u8);
        var thinks = _json.ValueTextEquals("thinking"u8) || _json.ValueTextEquals("summary"u8)
            || _json.ValueTextEquals("reasoning"u8) || _json.ValueTextEquals("reasoning_content"u8);
        _json.Read();
        if (isText || thinks)
        {
            ReadPart(isThought || thinks);
        }
        else
        {
            _json.Skip();
        }
    }

    // Uses a copy of the reader: the type may come after the text.
    private static bool IsThought(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String)
            {
                return json.ValueSpan.StartsWith("thinking"u8) || json.ValueSpan.StartsWith("reasoning"u8);
            }

            json.Skip();
        }

        return false;
    }

    private void ReadTags()
    {
        if (_state.ThinkTags?.Of(_choice) is not { } tag)
        {
            return;
        }

        if (_isRewritten || HasText(_reasoning) || HasText(_other) || !_reasoningParts.IsEmpty || !_otherParts.IsEmpty)
        {
            tag.TurnOff();
        }

        if (_isRewritten)
        {
            return;
        }

        // A reason beside text, or after another one, may not be the end; see AnswerState.Holds.
        var isLast = !_isChunk || (HasText(_finish) && _content.IsAbsent && !_calls && !_state.HoldsReasonOf(_choice));
        var kind = tag.Read(_content.IsAbsent ? default : _text.Slice(_content.Start + 1, _content.Length - 2), isLast, out _rewritten);
        _isRewritten = kind == TextKind.Rewritten;
        if (kind == TextKind.Thought && (!_otherName.IsAbsent || HasText(_reasoning)))
        {
            _rewritten = new RewrittenText(default, _text.Slice(_content.Start + 1, _content.Length - 2).ToArray());
            _isRewritten = true;
        }
        else if (kind == TextKind.Thought)
        {
            // The value stays in place under another name.
            (_otherName, _other) = (_delta.ContentName, _content);
            _content = default;
        }
    }

    // Writes the rewritten text; see MixedDelta for text and reasoning in one delta.
    private void WriteText()
    {
        var ownIsText = _reasoning.IsAbsent || _text[_reasoning.Start] is (byte)'"' or (byte)'n';
        if (!_isRewritten && ownIsText)
        {
            return;
        }

        var own = HasText(_reasoning) ? _text.Slice(_reasoning.Start + 1, _reasoning.Length - 2) : _reasoningParts.Span;
        byte[] thought = [.. own, .. _rewritten.Thought.Span];
        var added = (byte[])[];
        if (thought.Length > own.Length || !ownIsText)
        {
            if (_reasoning.IsAbsent)
            {
                added = [.. _state.ReasoningName.Span, (byte)':', .. Quoted(thought)];
            }
            else
            {
                _edits.Replace(_reasoning.Start, _reasoning.Length, thought.Length == 0 ? Null : Quoted(thought));
            }
        }

        _hasThought |= thought.Length > 0;
        _twentieths += ownIsText ? 0 : TokenEstimate.TwentiethsOf(own);
        if (_isRewritten)
        {
            _twentieths += TokenEstimate.TwentiethsOf(_rewritten.Text.Span) + TokenEstimate.TwentiethsOf(_rewritten.Thought.Span);
            WriteContent(added, thought.Length > 0);
        }
    }

    private void WriteContent(byte[] added, bool thinks)
    {
        var text = _rewritten.Text.Span;
        _content = text.IsEmpty ? default : _delta.ContentValue;
        if (_delta.ContentValue.IsAbsent)
        {
            // Text that was held back goes into an event without text.
            _letGo = text.IsEmpty ? added : [.. "\"content\":"u8, .. Quoted(text), .. (added.Length > 0 ? ","u8 : default), .. added];
            return;
        }

        var value = !text.IsEmpty ? Quoted(text) : thinks ? Null : EmptyText;
        var behind = added.Length > 0 ? (byte[])[(byte)',', .. added] : [];
        _edits.Replace(_delta.ContentValue.Start, _delta.ContentValue.Length, (byte[])[.. value, .. behind]);
        if (added.Length > 0)
        {
            (_first, _second) = ((byte[])[.. Null, .. behind], value);
        }
    }

    private static byte[] Quoted(ReadOnlySpan<byte> escaped) => [(byte)'"', .. escaped, (byte)'"'];
}
