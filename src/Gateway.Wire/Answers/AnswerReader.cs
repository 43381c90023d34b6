using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Answers;

/// <summary>
/// Reads one JSON text of an answer in one pass. It finds the kind of text, adds to the <see cref="AnswerState"/>, and makes the edits that
/// some client needs. Each edit names the client or backend that forces it. Nothing is allocated unless something is wrong or a tool is
/// called.
/// </summary>
internal ref partial struct AnswerReader
{
    private static readonly byte[] EmptyArray = "[]"u8.ToArray();

    private readonly ReadOnlySpan<byte> _text;
    private readonly AnswerState _state;
    private readonly ByteEdits _edits;
    private readonly bool _isChunk;
    private readonly bool _tellsUsage;
    private Utf8JsonReader _json;
    private JsonRange _error;
    private HeadMembers _head;
    private bool _choicesSeen;
    private JsonRange _choices;
    private int _choiceCount;
    private bool _hasUsage;
    private JsonRange _usageMember;
    private JsonRange _innerUsage;
    private JsonRange _usageValue;
    private TokenUsage _usage;
    private TokenUsage _timings;
    private long _twentieths;
    private int _pieces;
    private bool _modelIsEmpty;
    private bool _saysSomething;
    private bool _brokenToolCall;
    private bool _gaveUp;
    private bool _hasNoEnd;
    private bool _hasOther;
    private bool _opens;

    // For the choice being read.
    private MixedDelta _mixed;
    private int _choice;
    private bool _calls;
    private bool _hasRole;
    private DeltaShape _delta;
    private RewrittenText _rewritten;
    private bool _isRewritten;
    private List<byte>? _textParts;
    private List<byte>? _thoughtParts;
    private bool _hasIndex;
    private bool _hasThought;
    private ReadOnlyMemory<byte> _reasoningParts;
    private ReadOnlyMemory<byte> _otherParts;
    private ReadOnlyMemory<byte> _letGo;
    private ReadOnlyMemory<byte> _first;
    private ReadOnlyMemory<byte> _second;
    private JsonRange _finish;
    private JsonRange _content;
    private JsonRange _reasoningName;
    private JsonRange _reasoning;
    private JsonRange _otherName;
    private JsonRange _other;

    private AnswerReader(ReadOnlySpan<byte> text, AnswerState state, ByteEdits edits, bool isChunk, bool tellsUsage)
    {
        _text = text;
        _state = state;
        _edits = edits;
        _isChunk = isChunk;
        _tellsUsage = tellsUsage;
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
    }

    /// <summary>Reads an event of a stream.</summary>
    /// <param name="split">
    /// The positions of reasoning and content when the delta holds both. One known client then drops the content,
    /// so the event must be sent as two.
    /// </param>
    /// <param name="added">The text that the event adds.</param>
    /// <param name="tellsUsage">True when the client is told usage. Other clients get only the rest of a usage-only event.</param>
    public static AnswerKind ReadChunk(
        ReadOnlySpan<byte> text, AnswerState state, ByteEdits edits, out MixedDelta split, out DeltaText added, bool tellsUsage = true)
    {
        var reader = new AnswerReader(text, state, edits, isChunk: true, tellsUsage);
        var kind = reader.Read();
        split = reader._mixed;
        var repeats = reader is { _choiceCount: > 0, _saysSomething: false, _opens: false };
        added = new DeltaText(reader._content, reader._hasOther, reader._saysSomething, repeats)
        {
            Rewritten = reader._rewritten.Text,
            Usage = reader.ToldUsage,
        };
        return kind;
    }

    /// <summary>Reads the whole body of an unstreamed answer.</summary>
    public static AnswerKind ReadBody(ReadOnlySpan<byte> text, AnswerState state, ByteEdits edits) =>
        new AnswerReader(text, state, edits, isChunk: false, tellsUsage: true).Read();

    private AnswerKind Read()
    {
        _edits.Clear();
        try
        {
            if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            {
                return ErrorShape.IsListOfErrors(_text) ? AnswerKind.Error : AnswerKind.Malformed;
            }

            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember();
            }

            _json.Read();
            return Account(Judge());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in a name, or in a value that is compared, causes the latter.
            return AnswerKind.Malformed;
        }
    }

    private void ReadMember()
    {
        if (_json.ValueTextEquals("choices"u8) && !_choicesSeen)
        {
            ReadChoices();
        }
        else if (_json.ValueTextEquals("choices"u8) || (_json.ValueTextEquals("usage"u8) && !_usageMember.IsAbsent))
        {
            RemoveMember();
        }
        else if (_json.ValueTextEquals("usage"u8))
        {
            ReadUsage(NameToken, isOuter: true);
        }
        else if (_json.ValueTextEquals("x_groq"u8))
        {
            ReadUsageInside();
        }
        else if (_json.ValueTextEquals("timings"u8))
        {
            ReadTimings();
        }
        else if (_json.ValueTextEquals("model"u8))
        {
            ReadModel();
        }
        else if (_json.ValueTextEquals("id"u8))
        {
            ReadId();
        }
        else if (_json.ValueTextEquals("object"u8))
        {
            ReadObject();
        }
        else if (_json.ValueTextEquals("created"u8))
        {
            ReadCreated();
        }
        else if (_json.ValueTextEquals("error"u8))
        {
            ReadError(NameToken);
        }
        else
        {
            _json.Skip();
        }
    }

    // OpenRouter, SGLang and others write an empty error into chunks that are not errors.
    private void ReadError(JsonRange name)
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        var isNull = _json.TokenType == JsonTokenType.Null;
        _json.Skip();
        var value = new JsonRange(start, (int)_json.BytesConsumed - start);
        if (ErrorShape.SaysSomething(_text.Slice(value.Start, value.Length)))
        {
            _error = value;
        }
        else if (!isNull)
        {
            // OpenAI's libraries throw on any value that is truthy in JavaScript.
            _edits.RemoveMember(_text, name.Start, value.End);
        }
    }

    private readonly AnswerKind Judge()
    {
        if (!_error.IsAbsent || (!_choicesSeen && !_hasUsage && ErrorShape.IsError(_text)))
        {
            return AnswerKind.Error;
        }

        if (_gaveUp)
        {
            return AnswerKind.GaveUp;
        }

        if (_brokenToolCall)
        {
            return AnswerKind.BrokenToolCall;
        }

        if (!_isChunk)
        {
            CompleteHead("");
            MendUsage();
            return _choiceCount == 0 ? AnswerKind.Malformed : IsGivenUp ? AnswerKind.GaveUp : AnswerKind.Content;
        }

        var isUsage = _choiceCount == 0 && _hasUsage;
        var isWanted = !isUsage || (!_tellsUsage && SaysMoreThanUsage());
        if (isWanted)
        {
            RemoveUsage();
        }

        // AI SDK, Cline and opencode refuse a chunk without choices, which some backends send with the usage.
        CompleteHead(_choicesSeen ? "" : isUsage && isWanted ? $"\"choices\":{_state.Form.OneEmptyChoice}," : "\"choices\":[],");
        if (!isWanted)
        {
            MendUsage();
            return AnswerKind.UsageOnly;
        }

        if (isUsage && _choicesSeen)
        {
            // Edits inside an odd list go with it.
            _edits.Remove(_choices.Start, _choices.Length);
            _edits.ReplaceAnew(_choices.Start, _choices.Length, _state.Form.OneEmptyChoiceJson);
        }

        return _modelIsEmpty && !_saysSomething && ErrorShape.IsLostError(_text) ? AnswerKind.Empty : AnswerKind.Content;
    }

    // This is how Ollama answers when its runner dies: 200, the text so far, no reason, and zero tokens. A server that counted the tokens
    // of its text, or does not count at all, has only forgotten the reason.
    private readonly bool IsGivenUp => _hasNoEnd && ((!_saysSomething && !_hasOther) || (_hasUsage && _usage.Output == 0));

    private readonly void CompleteHead(string choices)
    {
        var missing = MissingHead() + choices;
        if (missing.Length > 0)
        {
            var inside = _text.IndexOf((byte)'{') + 1;
            var isOnly = _edits.FirstLeft(_text, inside) == (byte)'}';
            _edits.Insert(inside, Encoding.UTF8.GetBytes(isOnly ? missing[..^1] : missing));
        }
    }

    private void ReadChoices()
    {
        _choicesSeen = true;
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            ReplaceValue(EmptyArray);
            _choices = new JsonRange(start, (int)_json.BytesConsumed - start);
            return;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                var item = (int)_json.TokenStartIndex;
                _json.Skip();
                _edits.RemoveMember(_text, item, (int)_json.BytesConsumed);
                continue;
            }

            ReadChoice();
            _choiceCount++;
        }

        _choices = new JsonRange(start, (int)_json.BytesConsumed - start);
        if (_choiceCount > 1)
        {
            // When an event has several choices, all but one would be sent twice.
            _mixed = default;
        }
    }
}
