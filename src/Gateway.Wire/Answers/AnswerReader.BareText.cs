using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <content>A choice that holds its text directly, in neither a delta nor a message. Its other members stay as they are.</content>
internal ref partial struct AnswerReader
{
    private static readonly byte[] TextAsDelta = "\"delta\":{\"content\""u8.ToArray();
    private static readonly byte[] TextAsFirstDelta = "\"delta\":{\"role\":\"assistant\",\"content\""u8.ToArray();
    private static readonly byte[] TextAsMessage = "\"message\":{\"role\":\"assistant\",\"content\""u8.ToArray();
    private static readonly byte[] EndOfObject = "}"u8.ToArray();

    private void ReadBareText()
    {
        _delta.Name = NameToken;
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.String)
        {
            _content = TextOrAbsent();
            _saysSomething |= !_content.IsAbsent;
        }
        else
        {
            // Clients append it to what they have.
            ReplaceValue(EmptyText);
        }

        _delta.ContentValue = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private void MendBareText(int inside, bool speaks)
    {
        var form = _state.Form;
        var missing = _hasIndex ? "" : $"\"index\":{_choice},";
        if (_delta.Name.IsAbsent)
        {
            missing += form.IsText ? "\"text\":\"\"," : _isChunk ? "\"delta\":{}," : Encoding.UTF8.GetString(EmptyMessageMember);
        }
        else if (!form.IsText)
        {
            var isFirst = speaks && _isChunk && _state.LacksRole(_choice);
            _edits.Replace(_delta.Name.Start, _delta.Name.Length, !_isChunk ? TextAsMessage : isFirst ? TextAsFirstDelta : TextAsDelta);
            _edits.Insert(_delta.ContentValue.End, EndOfObject);
        }

        if (missing.Length > 0)
        {
            var isOnly = _edits.FirstLeft(_text, inside) == (byte)'}';
            _edits.Insert(inside, Encoding.UTF8.GetBytes(isOnly ? missing[..^1] : missing));
        }
    }
}
