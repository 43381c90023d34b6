using System.Text.Json;

namespace Gateway.Protocol;

/// <content>What the answer tells of its tokens, and the text by whose length they are estimated.</content>
internal ref partial struct AnswerReader
{
    private void ReadUsage()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            _hasUsage = true;
            _usage = UsageReader.Read(ref _json);
        }
        else
        {
            _json.Skip();
        }
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
            if (_json.ValueTextEquals("usage"u8) && !_hasUsage)
            {
                ReadUsage();
            }
            else
            {
                _json.Skip();
            }
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

    private void CountText(JsonRange quoted)
    {
        if (HasText(quoted))
        {
            _twentieths += TokenEstimate.TwentiethsOf(_text.Slice(quoted.Start + 1, quoted.Length - 2));
        }
    }

    // The text of an event that the client does not get is no output, be it an error's or half a tool call. What the backend tells of
    // its tokens there holds all the same.
    private readonly AnswerKind Account(AnswerKind kind)
    {
        if (kind != AnswerKind.Malformed)
        {
            _state.Took(_hasUsage ? _usage : _timings, kind == AnswerKind.Content ? _twentieths : 0);
        }

        return kind;
    }
}
