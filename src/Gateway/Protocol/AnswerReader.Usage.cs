using System.Text;
using System.Text.Json;

namespace Gateway.Protocol;

/// <content>
/// What the answer tells of its tokens, and the text by whose length they are estimated. On an event with choices it does not stay:
/// Continue holds back every event that has usage, and LangChain and pydantic-ai add them all up.
/// </content>
internal ref partial struct AnswerReader
{
    // What stands on other events as well, or pads them.
    private static readonly byte[][] UsualMembers =
    [
        .. new[] { "id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier", "obfuscation", "x_groq" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    private void ReadUsage(JsonRange name, bool isOuter)
    {
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        var isNull = _json.TokenType == JsonTokenType.Null;
        var isObject = _json.TokenType == JsonTokenType.StartObject;
        if (isObject && (isOuter || !_hasUsage))
        {
            _hasUsage = true;
            _usage = UsageReader.Read(ref _json);
        }
        else
        {
            _json.Skip();
        }

        var value = new JsonRange(start, (int)_json.BytesConsumed - start);
        _usageValue = isObject && (isOuter || _usageValue.IsAbsent) ? value : _usageValue;
        if (isNull)
        {
            return;
        }

        var member = new JsonRange(name.Start, value.End - name.Start);
        _ = isOuter ? _usageMember = member : _innerUsage = member;
    }

    // Groq puts it in here first.
    private void ReadUsageInside()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("usage"u8))
            {
                ReadUsage(NameToken, isOuter: false);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // Moonshot puts it here.
    private void ReadUsageOfChoice()
    {
        var (name, outer) = (NameToken, _innerUsage);
        ReadUsage(name, isOuter: false);
        _innerUsage = outer;
        if (_isChunk)
        {
            _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
        }
    }

    private void ReadTimings()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            _timings = UsageReader.ReadTimings(ref _json);
        }
        else
        {
            _json.Skip();
        }
    }

    private readonly void RemoveUsage()
    {
        foreach (var member in (ReadOnlySpan<JsonRange>)[_usageMember, _innerUsage])
        {
            if (!member.IsAbsent)
            {
                _edits.RemoveMember(_text, member.Start, member.End);
            }
        }
    }

    // Of a whole answer, or of the event that is for usage alone.
    private readonly void MendUsage()
    {
        if (_usageMember.IsAbsent)
        {
            return;
        }

        if (_text[_usageMember.End - 1] == (byte)'}')
        {
            UsageShape.Mend(_text, _usageValue, _edits);
            // Behind a count at least, which stays.
            if (_state.UsageDetails is { } details && !ToldUsage.IsAbsent)
            {
                _edits.Insert(_usageMember.End - 1, details(_usage));
            }
        }
        else
        {
            _edits.RemoveMember(_text, _usageMember.Start, _usageMember.End);
        }
    }

    // Where it stands, if it tells anything: zeros beside text say that the server does not count.
    private readonly JsonRange ToldUsage => _usage.Prompt > 0 || _usage.Output > 0 ? _usageValue : default;

    // Whether an event that is for usage alone carries more than that, as llama.cpp's timings, for who did not ask for usage.
    private readonly bool SaysMoreThanUsage()
    {
        var json = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
        json.Read();
        var says = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsual = IsUsual(ref json);
            json.Read();
            says |= !isUsual && json.TokenType != JsonTokenType.Null && (json.TokenType != JsonTokenType.String || !json.ValueSpan.IsEmpty);
            json.Skip();
        }

        return says;
    }

    private static bool IsUsual(ref Utf8JsonReader json)
    {
        foreach (var name in UsualMembers)
        {
            if (json.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private void CountText(JsonRange quoted)
    {
        if (HasText(quoted))
        {
            _twentieths += TokenEstimate.TwentiethsOf(_text.Slice(quoted.Start + 1, quoted.Length - 2));
        }
    }

    // What a whole answer holds was made, though its backend gave it up.
    private readonly bool IsOutput(AnswerKind kind) => kind == AnswerKind.Content || (kind == AnswerKind.GaveUp && !_isChunk);

    // The text of an event that the client does not get is no output, be it an error's or half a tool call. What the backend tells of
    // its tokens there holds all the same.
    private readonly AnswerKind Account(AnswerKind kind)
    {
        if (kind != AnswerKind.Malformed)
        {
            _state.Took(_hasUsage ? _usage : _timings, IsOutput(kind) ? _twentieths : 0, IsOutput(kind) && _isChunk ? _pieces : 0);
        }

        return kind;
    }
}
