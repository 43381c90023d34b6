using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;
using Gateway.Wire.Usage;

namespace Gateway.Wire.Answers;

/// <content>
/// The reported tokens, and the text from whose length they are estimated. Usage is removed from events with
/// choices: Continue holds back every event
/// that has usage, and LangChain and pydantic-ai add all of them up.
/// </content>
internal ref partial struct AnswerReader
{
    // Members that also occur on other events, or pad them.
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

    // For a whole answer, or the usage-only event.
    private readonly void MendUsage()
    {
        if (_usageMember.IsAbsent)
        {
            return;
        }

        if (_text[_usageMember.End - 1] == (byte)'}')
        {
            UsageShape.Mend(_text, _usageValue, _edits);
            // After at least one count, which stays.
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

    // Its position, if it reports anything: zeros beside text mean that the server does not count.
    private readonly JsonRange ToldUsage => _usage.Prompt > 0 || _usage.Output > 0 ? _usageValue : default;

    // True when a usage-only event carries more than that, such as llama.cpp's timings, for a client that did not ask for usage.
    private readonly bool SaysMoreThanUsage()
    {
        var json = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
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

    // The content of a whole answer was generated, even if its backend gave up on it.
    private readonly bool IsOutput(AnswerKind kind) => kind == AnswerKind.Content || (kind == AnswerKind.GaveUp && !_isChunk);

    // The text of an event that the client does not get is not output, be it an error's or half a tool call. The tokens the backend
    // reports there count all the same.
    private readonly AnswerKind Account(AnswerKind kind)
    {
        if (kind != AnswerKind.Malformed)
        {
            _state.Took(_hasUsage ? _usage : _timings, IsOutput(kind) ? _twentieths : 0, IsOutput(kind) && _isChunk ? _pieces : 0);
        }

        return kind;
    }
}
