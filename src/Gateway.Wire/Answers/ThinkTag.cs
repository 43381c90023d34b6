using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Wire.Answers;

/// <summary>
/// Finds <c>&lt;think&gt;</c> at the start of one choice's text, and the tag that ends it. The text arrives in pieces, which may end inside
/// a tag, so text that may begin a tag is held back until the next piece. White space before the first tag is removed with it, and so are
/// line breaks inside and after the two tags.
/// </summary>
internal sealed class ThinkTag
{
    // Anything longer is not a tag with white space around it.
    private const int MaxHeld = 256;

    // As many line breaks before the closing tag as can be held, at two bytes each.
    private const int MaxBreaks = MaxHeld / 2;

    private State _state;
    private bool _skipsBreaks;
    private byte[] _held = [];

    private enum State
    {
        Before,
        Inside,
        Behind,
        Off,
    }

    private static ReadOnlySpan<byte> Opening => "<think>"u8;

    private static ReadOnlySpan<byte> Closing => "</think>"u8;

    /// <summary>Stops looking for tags: the backend separates reasoning from text itself, so a tag is text.</summary>
    public void TurnOff() => _state = _held.Length == 0 ? State.Off : _state;

    /// <summary>Reads a piece of the text.</summary>
    /// <param name="escaped">The piece as written between its quotes.</param>
    /// <param name="isLast">True when no more comes, so that nothing is held back.</param>
    /// <param name="rewritten">Its parts when it is neither all text nor all reasoning.</param>
    public TextKind Read(ReadOnlySpan<byte> escaped, bool isLast, out RewrittenText rewritten)
    {
        rewritten = default;
        if (_state == State.Off || (escaped.IsEmpty && _held.Length == 0))
        {
            return TextKind.Text;
        }

        var hadHeld = _held.Length > 0;
        if (_state == State.Inside && !hadHeld && !_skipsBreaks && escaped.IndexOfAny((byte)'<', (byte)'\\') < 0)
        {
            return TextKind.Thought;
        }

        var input = hadHeld ? (byte[])[.. _held, .. escaped] : escaped;
        _held = [];
        var rest = _state == State.Before ? ReadBefore(input, isLast) : input;
        var thought = new List<byte>();
        rest = _state == State.Inside ? ReadInside(rest, isLast, thought) : rest;
        if (_state == State.Behind)
        {
            rest = SkipBreaks(rest);
            _state = rest.IsEmpty ? State.Behind : State.Off;
        }

        var text = _state == State.Off ? rest : default;
        if (!hadHeld && text.Length == escaped.Length)
        {
            return TextKind.Text;
        }

        rewritten = new RewrittenText(text.ToArray(), thought.ToArray());
        return TextKind.Rewritten;
    }

    private ReadOnlySpan<byte> ReadBefore(ReadOnlySpan<byte> input, bool isLast)
    {
        var tag = input;
        while (!tag.IsEmpty && JsonText.First(tag, out var character) is var length && JsonText.IsSpace(character))
        {
            tag = tag[length..];
        }

        var match = Match(tag, Opening);
        if (match > 0)
        {
            (_state, _skipsBreaks) = (State.Inside, true);
            return tag[match..];
        }

        if (match < 0 && !isLast && input.Length <= MaxHeld)
        {
            _held = input.ToArray();
            return default;
        }

        _state = State.Off;
        return input;
    }

    private ReadOnlySpan<byte> ReadInside(ReadOnlySpan<byte> rest, bool isLast, List<byte> thought)
    {
        rest = _skipsBreaks ? SkipBreaks(rest) : rest;
        _skipsBreaks &= rest.IsEmpty;
        while (rest.IndexOfAny((byte)'<', (byte)'\\') is >= 0 and var at)
        {
            var end = rest[at..];
            var tag = SkipBreaks(end, MaxBreaks);
            var match = Match(tag, Closing);
            if (match > 0)
            {
                thought.AddRange(rest[..at]);
                _state = State.Behind;
                return tag[match..];
            }

            if (match < 0 && !isLast && end.Length < MaxHeld)
            {
                thought.AddRange(rest[..at]);
                _held = end.ToArray();
                return default;
            }

            var next = at + JsonText.First(end, out _);
            thought.AddRange(rest[..next]);
            rest = rest[next..];
        }

        thought.AddRange(rest);
        return default;
    }

    private static ReadOnlySpan<byte> SkipBreaks(ReadOnlySpan<byte> text, int most = int.MaxValue)
    {
        for (var i = 0; i < most && text is [(byte)'\\', (byte)'n' or (byte)'r', ..]; i++)
        {
            text = text[2..];
        }

        return text;
    }

    /// <returns>The length of the tag; -1 when the text ends inside it, 0 when there is none.</returns>
    private static int Match(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
    {
        var length = 0;
        foreach (var wanted in tag)
        {
            if (length == text.Length)
            {
                return -1;
            }

            var unit = JsonText.First(text[length..], out var character);
            if (character != wanted)
            {
                return 0;
            }

            length += unit;
        }

        return length;
    }
}
