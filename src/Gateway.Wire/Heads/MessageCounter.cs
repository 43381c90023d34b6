namespace Gateway.Wire.Heads;

/// <summary>
/// Counts the messages of a body while it arrives, so that a body with too many is refused as soon as it passes the limit. It does not see
/// messages hidden behind an escaped name; the reader of the whole body finds those.
/// </summary>
internal struct MessageCounter
{
    /// <summary>A shorter body cannot hold too many.</summary>
    private const int LeastLength = 3 * RequestHeadReader.MaxMessages;

    private int _at;
    private int _depth;
    private int _stringStart;
    private int _commas;
    private bool _isInString;
    private bool _isInMessages;

    /// <param name="body">The whole body received so far.</param>
    /// <returns>True when it already holds too many messages.</returns>
    public bool Passes(ReadOnlySpan<byte> body)
    {
        if (body.Length < LeastLength)
        {
            return false;
        }

        while (_at < body.Length && _commas < RequestHeadReader.MaxMessages)
        {
            if (!_isInString)
            {
                Take(body[_at++]);
            }
            else if (!SkipText(body))
            {
                break;
            }
        }

        return _commas >= RequestHeadReader.MaxMessages;
    }

    private void Take(byte token)
    {
        switch (token)
        {
            case (byte)'"':
                (_isInString, _stringStart) = (true, _at - 1);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                _commas = _depth == 1 ? 0 : _commas;
                break;
            case (byte)',' when _depth == 1:
                _isInMessages = false;
                break;
            case (byte)',' when _depth == 2 && _isInMessages:
                _commas++;
                break;
        }
    }

    // Most of a long body is text, which is skipped at memory speed.
    private bool SkipText(ReadOnlySpan<byte> body)
    {
        var next = body[_at..].IndexOfAny((byte)'"', (byte)'\\');
        if (next < 0)
        {
            _at = body.Length;
            return true;
        }

        _at += next;
        if (body[_at] == (byte)'"')
        {
            _at++;
            _isInString = false;
            _isInMessages = _depth == 1 ? body[_stringStart.._at].SequenceEqual("\"messages\""u8) : _isInMessages;
            return true;
        }

        // The escaped character may not have arrived yet; then both are checked again.
        var isWhole = _at + 1 < body.Length;
        _at += isWhole ? 2 : 0;
        return isWhole;
    }
}
