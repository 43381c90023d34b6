using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <content>A choice and its finish reason.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] Null = "null"u8.ToArray();

    private void ReadChoice()
    {
        var inside = (int)_json.BytesConsumed;
        // Every known backend writes the index first; without one, the position is used.
        _choice = _choiceCount;
        _finish = _content = _reasoningName = _reasoning = _otherName = _other = default;
        _calls = _hasRole = false;
        (_delta, _rewritten, _isRewritten, _hasIndex, _hasThought) = (default, default, false, false, false);
        _reasoningParts = _otherParts = _letGo = _first = _second = default;
        var reason = FinishReason.None;
        var saidBefore = _saysSomething;
        _saysSomething = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("index"u8) && !_hasIndex)
            {
                ReadIndex();
            }
            else if (_state.Form.HasText && _delta.Name.IsAbsent && _json.ValueTextEquals("text"u8))
            {
                ReadBareText();
            }
            else if (_json.ValueTextEquals("delta"u8) || _json.ValueTextEquals("message"u8))
            {
                // Perplexity's events hold both; the message has all of the text so far.
                if (IsOneTooMany(inside))
                {
                    RemoveMember();
                }
                else
                {
                    ReadDelta(NameToken);
                }
            }
            else if (_json.ValueTextEquals("finish_reason"u8) && _finish.IsAbsent)
            {
                reason = ReadFinish();
            }
            else if (_json.ValueTextEquals("error"u8))
            {
                // OpenRouter puts it here, next to the reason `error`.
                ReadError(NameToken);
            }
            else if (_json.ValueTextEquals("usage"u8))
            {
                ReadUsageOfChoice();
            }
            else if (_json.ValueTextEquals("index"u8) || _json.ValueTextEquals("finish_reason"u8))
            {
                RemoveMember();
            }
            else
            {
                _json.Skip();
            }
        }

        var isNew = _state.Saw(_choice, _hasRole);
        // An empty piece of a call still has its index and id.
        _opens |= isNew || _calls;
        // Counted by what the backend wrote: part of it may be held back and written later.
        _pieces += IsPiece ? 1 : 0;
        _saysSomething |= saidBefore;
        RepairReasoning();
        var speaks = !_content.IsAbsent || _hasThought || !_letGo.IsEmpty || _calls;
        MendChoice(inside, speaks);
        CountText(_reasoning);
        CountText(_isRewritten ? default : _content);
        if (speaks)
        {
            _state.Spoke(_choice, inDelta: _text.Slice(_delta.Name.Start, _delta.Name.Length).SequenceEqual(DeltaName));
        }

        if (!_isChunk)
        {
            FinishWhole(reason, inside);
        }
        else if (reason is not (FinishReason.None or FinishReason.Failure))
        {
            // A failed choice is not finished: another candidate may continue it.
            Finish(reason, standsAlone: !speaks && !(isNew && _hasRole));
        }
    }

    private readonly bool IsPiece => _saysSomething || !_rewritten.Text.IsEmpty || !_rewritten.Thought.IsEmpty
        || Thinks(_reasoning, _reasoningParts) || Thinks(_other, _otherParts);

    // Written twice, or both: MiniMax repeats the whole text at the end, as the message of an unstreamed answer.
    private readonly bool IsOneTooMany(int inside) => !_delta.Name.IsAbsent
        || (_isChunk && _json.ValueTextEquals("message"u8) && (_state.SpeaksInDeltas || HoldsDelta(inside)));

    // Removes the member at the reader's position. If a name occurs twice, the first is read.
    private void RemoveMember()
    {
        var name = NameToken;
        _json.Read();
        _json.Skip();
        _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
    }

    // True when the choice that begins here has a delta at any position.
    private readonly bool HoldsDelta(int inside)
    {
        var json = new Utf8JsonReader(_text[(inside - 1)..], new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("delta"u8))
            {
                return true;
            }

            json.Skip();
        }

        return false;
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
            // OpenAI's .NET SDK throws on an unknown reason, and "" is one.
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
            // Half a call that claims to be the end is not a beginning; what follows decides.
            _saysSomething &= !_calls || !_content.IsAbsent || _hasThought || _state.CallsAreWhole(_choice);
            return;
        }

        // In a stream's event, that alone says something.
        _saysSomething = true;
        Finish(reason);
    }

    // A whole answer always ends, even without a reason: AI SDK and Cline fail on a missing one.
    private void FinishWhole(FinishReason reason, int inside)
    {
        _hasNoEnd |= reason == FinishReason.None;
        if (_finish.IsAbsent && _edits.FirstLeft(_text, inside) != (byte)'}')
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
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var index) && index >= 0)
        {
            _choice = index;
        }
        else
        {
            ReplaceValue(Encoding.UTF8.GetBytes($"{_choice}"));
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
