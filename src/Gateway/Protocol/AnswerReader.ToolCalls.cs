using System.Text;
using System.Text.Json;

namespace Gateway.Protocol;

/// <content>Tool calls: nulls that clients refuse, the numbering, and whether the arguments are whole.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private void ReadToolCalls()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return;
        }

        var position = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            // LM Studio and vLLM write an empty list beside every answer, which says nothing.
            _saysSomething = _calls = true;
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ReadToolCall(position++);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadToolCall(int position)
    {
        var inside = (int)_json.BytesConsumed;
        int? wireIndex = null;
        var index = default(JsonRange);
        var arguments = default(JsonRange);
        var id = 0;
        var hasFunction = false;
        var membersLeft = 0;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameToken;
            membersLeft++;
            if (_json.ValueTextEquals("index"u8))
            {
                wireIndex = (int?)ReadCount();
                index = Token;
                if (wireIndex is null)
                {
                    _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
                    index = default;
                    membersLeft--;
                }
            }
            else if (_json.ValueTextEquals("function"u8))
            {
                hasFunction = true;
                arguments = ReadFunction();
            }
            else
            {
                var isId = _json.ValueTextEquals("id"u8);
                var dropsNull = isId || _json.ValueTextEquals("type"u8);
                _json.Read();
                if (dropsNull && _json.TokenType == JsonTokenType.Null)
                {
                    // SiliconFlow writes null on every piece after the first.
                    _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
                    membersLeft--;
                }
                else if (isId && _json.TokenType == JsonTokenType.String && !_json.ValueSpan.IsEmpty)
                {
                    // Some write "" instead of null on every piece after the first; that is no new call.
                    id = HashOf(_json.ValueSpan);
                }

                _json.Skip();
            }
        }

        // Only a stream needs numbers. Without one, a first piece has an id, or stands behind others in its event.
        var call = _state.BeginToolCalls().Find(_choice, wireIndex, _isChunk ? id : position + 1);
        if (_isChunk && !index.IsAbsent && call.Index != call.WireIndex)
        {
            _edits.Replace(index.Start, index.Length, Encoding.UTF8.GetBytes($"{call.Index}"));
        }

        Complete(inside, _isChunk && index.IsAbsent ? call.Index : null, hasFunction, membersLeft > 0);
        AddArguments(call, arguments);
    }

    // One insertion for both, so that the commas are right whatever is left of the object.
    private readonly void Complete(int inside, int? index, bool hasFunction, bool hasMembers)
    {
        if (index is null && hasFunction)
        {
            return;
        }

        // AI SDK wants the function on every piece.
        string?[] members = [index is null ? null : $"\"index\":{index}", hasFunction ? null : "\"function\":{}"];
        var text = string.Join(',', members.Where(m => m is not null));
        _edits.Insert(inside, Encoding.UTF8.GetBytes(hasMembers ? text + "," : text));
    }

    // The form that was there before tools; old clients and their servers still speak it.
    private void ReadFunctionCall()
    {
        _json.Read();
        _hasOther |= _json.TokenType != JsonTokenType.Null;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return;
        }

        _saysSomething = _calls = true;
        AddArguments(_state.BeginFunctionCall(_choice), ReadFunctionMembers());
    }

    private JsonRange ReadFunction()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            ReplaceValue(EmptyObject);
            return default;
        }

        return ReadFunctionMembers();
    }

    private JsonRange ReadFunctionMembers()
    {
        var arguments = default(JsonRange);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameToken;
            var isArguments = _json.ValueTextEquals("arguments"u8);
            var dropsNull = isArguments || _json.ValueTextEquals("name"u8);
            _json.Read();
            if (dropsNull && _json.TokenType == JsonTokenType.Null)
            {
                _edits.RemoveMember(_text, name.Start, (int)_json.BytesConsumed);
            }
            else if (isArguments && _json.TokenType == JsonTokenType.String)
            {
                arguments = Token;
            }

            _json.Skip();
        }

        return arguments;
    }

    private void AddArguments(ToolCallState call, JsonRange arguments)
    {
        if (!arguments.IsAbsent)
        {
            CountText(arguments);
            JsonText.Unescape(_text.Slice(arguments.Start + 1, arguments.Length - 2), call.Arguments);
        }
    }

    private static int HashOf(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return hash.ToHashCode() is var code && code != 0 ? code : 1;
    }
}
