using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <content>The positions and meaning of the members in a piece of a tool call.</content>
internal ref partial struct AnswerReader
{
    private ToolCallMembers ReadPiece()
    {
        var piece = new ToolCallMembers { Inside = (int)_json.BytesConsumed };
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            piece.Count++;
            if (_json.ValueTextEquals("index"u8))
            {
                piece.Index = ReadWhole();
            }
            else if (_json.ValueTextEquals("id"u8))
            {
                piece.Id = ReadWhole();
            }
            else if (_json.ValueTextEquals("type"u8))
            {
                piece.Type = ReadWhole();
            }
            else if (_json.ValueTextEquals("function"u8))
            {
                ReadFunction(ref piece);
            }
            else
            {
                _json.Skip();
            }
        }

        return piece;
    }

    private void ReadFunction(ref ToolCallMembers piece)
    {
        var name = NameToken;
        _json.Read();
        var (start, type) = ((int)_json.TokenStartIndex, _json.TokenType);
        if (type != JsonTokenType.StartObject)
        {
            _json.Skip();
        }
        else
        {
            (piece.FunctionInside, piece.FunctionCount) = ((int)_json.BytesConsumed, 0);
            (piece.Name, piece.Arguments) = (default, default);
            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                piece.FunctionCount++;
                if (_json.ValueTextEquals("name"u8))
                {
                    piece.Name = ReadWhole();
                }
                else if (_json.ValueTextEquals("arguments"u8))
                {
                    piece.Arguments = ReadWhole();
                }
                else
                {
                    _json.Skip();
                }
            }
        }

        piece.Function = new JsonMember(name, new JsonRange(start, (int)_json.BytesConsumed - start), type);
    }

    private JsonMember ReadWhole()
    {
        var name = NameToken;
        _json.Read();
        var (start, type) = ((int)_json.TokenStartIndex, _json.TokenType);
        _json.Skip();
        return new JsonMember(name, new JsonRange(start, (int)_json.BytesConsumed - start), type);
    }

    // A piece without any of these begins nothing.
    private static bool Says(in ToolCallMembers piece) =>
        piece.Id.IsText
        || piece.Name.IsText
        || piece.Arguments is { IsText: true } or { Type: JsonTokenType.StartObject or JsonTokenType.StartArray };

    private readonly bool IsBlank(JsonMember value) => value.Type is JsonTokenType.None or JsonTokenType.Null
        || (value.Type == JsonTokenType.String && JsonText.IsBlank(_text.Slice(value.Value.Start + 1, value.Value.Length - 2)));

    private readonly bool Is(JsonMember member, ReadOnlySpan<byte> value) =>
        _text.Slice(member.Value.Start, member.Value.Length).SequenceEqual(value);

    private readonly void Replace(JsonMember member, byte[] with) => _edits.Replace(member.Value.Start, member.Value.Length, with);

    private readonly void Remove(JsonMember member, int since) =>
        _edits.RemoveMember(_text, member.Name.Start, member.Value.End, since);

    private readonly int? IndexOf(JsonMember index) => index.Type == JsonTokenType.Number
        && System.Buffers.Text.Utf8Parser.TryParse(_text.Slice(index.Value.Start, index.Value.Length), out int value, out var read)
        && read == index.Value.Length && value >= 0
            ? value
            : null;

    private readonly long HashOf(JsonMember member)
    {
        if (!member.IsText)
        {
            return 0;
        }

        var value = _text.Slice(member.Value.Start + 1, member.Value.Length - 2);
        var (one, other) = (default(HashCode), default(HashCode));
        other.Add(1);
        one.AddBytes(value);
        other.AddBytes(value);
        return ((long)one.ToHashCode() << 32) | (uint)other.ToHashCode() | 1;
    }
}
