using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Wire.Answers;

/// <content>
/// Tool calls. The first piece of a call gets an id of its own and its type; the others get neither id nor name. AI SDK
/// and OpenAI's .NET SDK throw on a
/// missing one, and others concatenate repeated ones.
/// </content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly byte[] NoArguments = "\"{}\""u8.ToArray();
    private static readonly byte[] FunctionType = "\"function\""u8.ToArray();

    private void ReadToolCalls()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            if (_json.TokenType != JsonTokenType.Null)
            {
                ReplaceValue(EmptyArray);
            }

            return;
        }

        var position = 0;
        var since = _edits.Count;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                // LM Studio and vLLM write an empty list in every answer, which says nothing.
                _calls = true;
                ReadToolCall(position++);
            }
            else
            {
                var start = (int)_json.TokenStartIndex;
                _json.Skip();
                _edits.RemoveMember(_text, start, (int)_json.BytesConsumed, since);
            }
        }
    }

    // The form used before tools; old clients and their servers still speak it.
    private void ReadFunctionCall()
    {
        var since = _edits.Count;
        var piece = default(ToolCallMembers);
        ReadFunction(ref piece);
        _hasOther |= piece.Function.Type != JsonTokenType.Null;
        if (piece.FunctionInside == 0 || !Says(piece))
        {
            return;
        }

        _saysSomething = _calls = true;
        foreach (var member in (ReadOnlySpan<JsonMember>)[piece.Name, piece.Arguments])
        {
            if (member.Type == JsonTokenType.Null)
            {
                Remove(member, since);
            }
        }

        var calls = _state.BeginFunctionCalls().Of(_choice);
        AddArguments(calls, calls.IsEmpty ? calls.Begin(default) : calls.Find(default, out _), piece.Arguments);
    }

    private void ReadToolCall(int position)
    {
        var since = _edits.Count;
        var piece = ReadPiece();
        _saysSomething |= Says(piece);
        var states = _state.BeginToolCalls();
        var calls = states.Of(_choice);
        var given = new ToolCallPiece(
            IndexOf(piece.Index), HashOf(piece.Id), HashOf(piece.Name), HasArguments: !IsBlank(piece.Arguments), IsFirst: position == 0);
        // In a whole answer each piece is a call of its own.
        var begins = !_isChunk;
        var call = begins ? calls.Begin(given) : calls.Find(given, out begins);
        var missing = MendIndex(piece.Index, call.Index);
        missing += begins ? MendFirst(piece, states, given.Id) : MendLater(ref piece, since);
        MendFunction(ref piece, call, ref missing, since);
        if (missing.Length > 0)
        {
            // One insertion, so that the commas are right whatever remains of the object.
            _edits.Insert(piece.Inside, Encoding.UTF8.GetBytes(piece.Count > 0 ? missing : missing[..^1]));
        }

        AddArguments(calls, call, piece.Arguments);
    }

    // Only needed in a stream.
    private readonly string MendIndex(JsonMember index, int value)
    {
        if (!_isChunk || IndexOf(index) == value)
        {
            return "";
        }

        if (index.IsAbsent)
        {
            return $"\"index\":{value},";
        }

        Replace(index, Encoding.UTF8.GetBytes($"{value}"));
        return "";
    }

    private readonly string MendFirst(in ToolCallMembers piece, ToolCallStates states, long id)
    {
        var missing = "";
        if (id == 0 || !states.TakesId(id))
        {
            var made = states.MakeId();
            if (piece.Id.IsAbsent)
            {
                missing = $"\"id\":{Encoding.UTF8.GetString(made)},";
            }
            else
            {
                Replace(piece.Id, made);
            }
        }

        // A call of a tool that takes free text has another type and no function.
        if (piece.Type.IsAbsent)
        {
            return missing + "\"type\":\"function\",";
        }

        if (!Is(piece.Type, FunctionType) && !(piece.Type.IsText && piece.Function.IsAbsent))
        {
            Replace(piece.Type, FunctionType);
        }

        return missing;
    }

    private readonly string MendLater(ref ToolCallMembers piece, int since)
    {
        if (!piece.Id.IsAbsent)
        {
            Remove(piece.Id, since);
            piece.Count--;
        }

        if (!piece.Type.IsAbsent && !Is(piece.Type, FunctionType))
        {
            Remove(piece.Type, since);
            piece.Count--;
        }

        return "";
    }

    private readonly void MendFunction(ref ToolCallMembers piece, ToolCallState call, ref string missing, int since)
    {
        if (piece.FunctionInside == 0)
        {
            var isOtherType = piece.Function.IsAbsent && piece.Type.IsText && !Is(piece.Type, FunctionType);
            var empty = _isChunk ? "{}" : """{"arguments":"{}"}""";
            if (!piece.Function.IsAbsent)
            {
                Replace(piece.Function, Encoding.UTF8.GetBytes(empty));
            }
            else if (!isOtherType)
            {
                // AI SDK requires the function on every piece.
                missing += $"\"function\":{empty},";
            }

            return;
        }

        if (!piece.Name.IsAbsent)
        {
            if (!piece.Name.IsText || call.Name != 0)
            {
                Remove(piece.Name, since);
                piece.FunctionCount--;
            }
            else
            {
                call.Name = HashOf(piece.Name);
            }
        }

        MendArguments(ref piece, since);
    }

    private readonly void MendArguments(ref ToolCallMembers piece, int since)
    {
        var arguments = piece.Arguments;
        var isNothing = arguments.Type is JsonTokenType.None or JsonTokenType.Null
            || (arguments.Type == JsonTokenType.String && !arguments.IsText);
        if (!_isChunk && isNothing)
        {
            // Clients that parse it as JSON fail on an empty value.
            if (arguments.IsAbsent)
            {
                const string Given = "\"arguments\":\"{}\"";
                _edits.Insert(piece.FunctionInside, Encoding.UTF8.GetBytes(piece.FunctionCount > 0 ? Given + "," : Given));
            }
            else
            {
                Replace(arguments, NoArguments);
            }
        }
        else if (arguments.Type == JsonTokenType.Null)
        {
            Remove(arguments, since);
        }
        else if (!arguments.IsAbsent && arguments.Type != JsonTokenType.String)
        {
            Replace(arguments, JsonText.Quote(_text.Slice(arguments.Value.Start, arguments.Value.Length)));
        }
    }

    private void AddArguments(ChoiceToolCalls calls, ToolCallState call, JsonMember arguments)
    {
        if (arguments.IsText)
        {
            CountText(arguments.Value);
            calls.Add(call, _text.Slice(arguments.Value.Start + 1, arguments.Value.Length - 2));
        }
        else if (arguments is { IsAbsent: false, Type: not (JsonTokenType.Null or JsonTokenType.String) })
        {
            _twentieths += TokenEstimate.TwentiethsOf(_text.Slice(arguments.Value.Start, arguments.Value.Length));
            calls.Add(call, default);
        }
    }
}
