using System.Text.Json;

namespace Gateway.Wire.Mends;

/// <content>Tool calls.</content>
internal ref partial struct HistoryMender
{
    private static readonly byte[] EmptyObject = "\"{}\""u8.ToArray();
    private static readonly byte[] NoArguments = "\"arguments\":\"{}\","u8.ToArray();

    // True when there are any.
    private bool ReadCalls()
    {
        var any = false;
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return false;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ReadCall();
            }
            else
            {
                _json.Skip();
            }
        }

        return any;
    }

    private void ReadCall()
    {
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isFunction = _json.ValueTextEquals("function"u8);
            _json.Read();
            if (isFunction && _json.TokenType == JsonTokenType.StartObject)
            {
                ReadFunction();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadFunction()
    {
        var start = Position;
        var (hasArguments, hasMembers) = (false, false);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            hasMembers = true;
            var isArguments = _json.ValueTextEquals("arguments"u8);
            _json.Read();
            if (isArguments && IsNothing() && Wants(BodyMends.FilledArguments))
            {
                Replace(EmptyObject);
            }

            hasArguments |= isArguments;
            _json.Skip();
        }

        if (!hasArguments && hasMembers && Wants(BodyMends.FilledArguments))
        {
            _edits.Insert(start + 1, NoArguments);
        }
    }

    // Escaped white space counts as white space, and is shorter than any object that says something.
    private readonly bool IsNothing() => _json.TokenType == JsonTokenType.Null
        || (_json.TokenType == JsonTokenType.String
            && _json.ValueSpan.Trim(" \\rnt"u8).IsEmpty
            && string.IsNullOrWhiteSpace(_json.GetString()));
}
