using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Heads;

namespace Gateway.Wire.Answers;

/// <content>
/// The answer's identity: OpenAI's .NET SDK throws on a time that is not a whole number, others on a name that is not a string.
/// </content>
internal ref partial struct AnswerReader
{
    // A larger number of seconds is in milliseconds or smaller units.
    private const long MaxSeconds = 100_000_000_000;

    private readonly byte[] Object => _isChunk ? _state.Form.ChunkObject : _state.Form.BodyObject;

    private void ReadId()
    {
        _head |= HeadMembers.Id;
        _json.Read();
        MendName(static defaults => defaults.Id);
    }

    private void ReadModel()
    {
        _head |= HeadMembers.Model;
        _json.Read();
        _modelIsEmpty = _json.TokenType == JsonTokenType.String && _json.ValueSpan.IsEmpty;
        if (_json.TokenType == JsonTokenType.String)
        {
            _state.Named(ref _json);
        }

        MendName(static defaults => defaults.Model);
    }

    private void ReadObject()
    {
        _head |= HeadMembers.Object;
        _json.Read();
        if (_json.TokenType == JsonTokenType.String && _text.Slice(Token.Start, Token.Length).SequenceEqual(Object))
        {
            return;
        }

        ReplaceValue(Object);
    }

    private void ReadCreated()
    {
        _head |= HeadMembers.Created;
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var seconds) && seconds is >= 0 and < MaxSeconds)
        {
            return;
        }

        ReplaceValue(SecondsOf(ref _json) is { } known
            ? Encoding.UTF8.GetBytes(known.ToString(CultureInfo.InvariantCulture))
            : _state.Defaults?.Created ?? "0"u8.ToArray());
    }

    private void MendName(Func<AnswerDefaults, ReadOnlyMemory<byte>> fallback)
    {
        if (_json.TokenType == JsonTokenType.Number)
        {
            ReplaceValue((byte[])[(byte)'"', .. _json.ValueSpan, (byte)'"']);
        }
        else if (_json.TokenType != JsonTokenType.String && _state.Defaults is { } defaults)
        {
            ReplaceValue(fallback(defaults));
        }
        else
        {
            _json.Skip();
        }
    }

    // The missing members, to be inserted before others.
    private readonly string MissingHead()
    {
        if (_head == HeadMembers.All || _state.Defaults is not { } defaults)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (member, name, value) in
            (ReadOnlySpan<(HeadMembers, string, ReadOnlyMemory<byte>)>)
            [
                (HeadMembers.Id, "id", defaults.Id),
                (HeadMembers.Object, "object", Object),
                (HeadMembers.Created, "created", defaults.Created),
                (HeadMembers.Model, "model", defaults.Model),
            ])
        {
            if ((_head & member) == 0)
            {
                text.Append('"').Append(name).Append("\":").Append(Encoding.UTF8.GetString(value.Span)).Append(',');
            }
        }

        return text.ToString();
    }

    // Whole seconds from a time with a fraction, in a string, in milliseconds or smaller units, or written as a date.
    private static long? SecondsOf(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return null;
        }

        if (double.TryParse(json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            while (number >= MaxSeconds)
            {
                number /= 1000;
            }

            return number >= 0 ? (long)number : null;
        }

        var isDate = json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out var date) && date >= DateTimeOffset.UnixEpoch;
        return isDate ? json.GetDateTimeOffset().ToUnixTimeSeconds() : null;
    }

    private void ReplaceValue(ReadOnlyMemory<byte> with)
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        _edits.Replace(start, (int)_json.BytesConsumed - start, with);
    }
}
