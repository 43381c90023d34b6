using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Wire.Mends;

/// <summary>
/// Mends messages. This second reading only happens for requests that hold something a provider wants mended, so
/// that no other request pays for it.
/// </summary>
internal ref partial struct HistoryMender
{
    private static readonly byte[] System = "\"system\""u8.ToArray();
    private static readonly byte[] Quote = "\""u8.ToArray();
    private static readonly byte[] NewLine = "\\n"u8.ToArray();
    private static readonly byte[] Nothing = "\"\""u8.ToArray();
    private static readonly byte[] NoContent = "\"content\":\"\","u8.ToArray();

    private readonly int _offset;
    private readonly BodyMends _wanted;
    private readonly ByteEdits _edits;
    private readonly List<JsonRange> _texts = [];
    private Utf8JsonReader _json;

    private HistoryMender(ReadOnlySpan<byte> messages, int offset, BodyMends wanted, ByteEdits edits)
    {
        _json = new Utf8JsonReader(messages, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        (_offset, _wanted, _edits) = (offset, wanted, edits);
    }

    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="wanted">What to mend.</param>
    /// <param name="edits">Receives the edits.</param>
    /// <returns>The last message.</returns>
    public static HistoryMessage Mend(ReadOnlySpan<byte> body, RequestHead head, BodyMends wanted, ByteEdits edits)
    {
        var messages = head.Conversation;
        var mender = new HistoryMender(body[messages.Start..messages.End], messages.Start, wanted, edits);
        try
        {
            return mender.MendAll();
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair, where nobody looked before. The next reader describes it best.
            return default;
        }
    }

    private HistoryMessage MendAll()
    {
        var last = default(HistoryMessage);
        _json.Read();
        while (_json.Read() && _json.TokenType == JsonTokenType.StartObject)
        {
            last = MendMessage(last.End == 0 ? 0 : last.End + 1);
        }

        return last;
    }

    private HistoryMessage MendMessage(int previousEnd)
    {
        _texts.Clear();
        var message = new HistoryMessage { Start = Position, PreviousEnd = previousEnd };
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("role"u8))
            {
                ReadRole(ref message);
            }
            else if (_json.ValueTextEquals("content"u8))
            {
                ReadContent(ref message);
            }
            else if (_json.ValueTextEquals("tool_calls"u8))
            {
                message.HasCalls = ReadCalls();
            }
            else if (_json.ValueTextEquals("prefix"u8))
            {
                _json.Read();
                message.Prefix = _json.TokenType == JsonTokenType.Null ? null : _json.TokenType == JsonTokenType.True;
                _json.Skip();
            }
            else
            {
                _json.Skip();
            }
        }

        message.End = Position;
        FillContent(message);
        return message;
    }

    private void ReadRole(ref HistoryMessage message)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
        {
            message.IsAssistants = _json.ValueTextEquals("assistant"u8);
            message.IsAnswer = message.IsAssistants || _json.ValueTextEquals("tool"u8) || _json.ValueTextEquals("function"u8);
            if (Wants(BodyMends.SystemRole) && _json.ValueTextEquals("developer"u8))
            {
                Replace(System);
            }
        }

        _json.Skip();
    }

    private void ReadContent(ref HistoryMessage message)
    {
        _json.Read();
        var start = Position;
        if (_json.TokenType == JsonTokenType.String)
        {
            AddText();
            message.Texts = _texts;
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            message.Texts = ReadParts() ? _texts : null;
        }

        else
        {
            message.IsNull = _json.TokenType == JsonTokenType.Null;
        }

        message.Content = new JsonRange(start, _offset + (int)_json.BytesConsumed - start);
        if (message.Texts is not null && _json.TokenType == JsonTokenType.EndArray && Wants(BodyMends.PlainContent))
        {
            Join(message.Content);
        }
    }

    private bool ReadParts()
    {
        var isText = true;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.String)
            {
                AddText();
            }
            else
            {
                isText &= ReadPart();
            }
        }

        return isText;
    }

    private bool ReadPart()
    {
        var count = _texts.Count;
        var isText = true;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isOfText) = (_json.ValueTextEquals("type"u8), _json.ValueTextEquals("text"u8));
            _json.Read();
            isText &= !isType || (_json.TokenType == JsonTokenType.String && _json.ValueTextEquals("text"u8));
            if (isOfText && _json.TokenType == JsonTokenType.String)
            {
                AddText();
            }

            _json.Skip();
        }

        return isText && _texts.Count == count + 1;
    }

    private readonly void FillContent(in HistoryMessage message)
    {
        if (!Wants(BodyMends.FilledContent) || !message.IsAnswer || message.HasCalls)
        {
            return;
        }

        if (message.Content.IsAbsent)
        {
            _edits.Insert(message.Start + 1, NoContent);
        }
        else if (message.IsNull)
        {
            _edits.Replace(message.Content.Start, message.Content.Length, Nothing);
        }
    }

    // Escapes stay as they are: text between two quotes means the same in another place.
    private readonly void Join(JsonRange list)
    {
        var (from, between) = (list.Start, Quote);
        foreach (var text in _texts)
        {
            _edits.Replace(from, text.Start - from, between);
            (from, between) = (text.End, NewLine);
        }

        _edits.Replace(from, list.End - from, _texts.Count == 0 ? Nothing : Quote);
    }

    private readonly void AddText() => _texts.Add(new JsonRange(Position + 1, _json.ValueSpan.Length));

    private readonly void Replace(byte[] value) => _edits.Replace(Position, _json.ValueSpan.Length + QuotesOfValue, value);

    private readonly int QuotesOfValue => _json.TokenType == JsonTokenType.String ? 2 : 0;

    private readonly int Position => _offset + (int)_json.TokenStartIndex;

    private readonly bool Wants(BodyMends mend) => (_wanted & mend) != 0;
}
