namespace Gateway.Wire.Bytes;

/// <summary>
/// The part of <see cref="JsonWholeness"/> that follows single values: strings with escapes, numbers, and the three literals.
/// </summary>
internal sealed class ScalarMatcher
{
    private byte[] _word = [];
    private int _matched;
    private bool _escaped;
    private int _hexDigitsDue;
    private NumberState _number;

    private enum NumberState
    {
        None,
        Minus,
        Zero,
        Digits,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
    }

    /// <summary>True when the number or literal may end here.</summary>
    public bool IsWhole => _number == NumberState.None
        ? _matched == _word.Length
        : _number is NumberState.Zero or NumberState.Digits or NumberState.Fraction or NumberState.ExponentDigits;

    public void StartText()
    {
        _escaped = false;
        _hexDigitsDue = 0;
    }

    /// <summary>Takes a byte of a string; true for the quote that ends it.</summary>
    public bool EndsText(byte b)
    {
        if (_hexDigitsDue > 0)
        {
            _hexDigitsDue--;
        }
        else if (_escaped)
        {
            _escaped = false;
            _hexDigitsDue = b == (byte)'u' ? 4 : 0;
        }
        else if (b == (byte)'\\')
        {
            _escaped = true;
        }
        else
        {
            return b == (byte)'"';
        }

        return false;
    }

    public bool Start(byte b)
    {
        _matched = 1;
        _number = NumberState.None;
        _word = b switch
        {
            (byte)'t' => "true"u8.ToArray(),
            (byte)'f' => "false"u8.ToArray(),
            (byte)'n' => "null"u8.ToArray(),
            _ => [],
        };
        if (_word.Length > 0)
        {
            return true;
        }

        _number = b switch
        {
            (byte)'-' => NumberState.Minus,
            (byte)'0' => NumberState.Zero,
            >= (byte)'1' and <= (byte)'9' => NumberState.Digits,
            _ => NumberState.None,
        };
        return _number != NumberState.None;
    }

    /// <summary>Takes the next byte if it belongs to the number or literal.</summary>
    public bool Continues(byte b)
    {
        if (_number == NumberState.None)
        {
            return _matched < _word.Length && _word[_matched] == b && ++_matched > 0;
        }

        var next = (_number, b) switch
        {
            (NumberState.Minus, (byte)'0') => NumberState.Zero,
            (NumberState.Minus or NumberState.Digits, >= (byte)'0' and <= (byte)'9') => NumberState.Digits,
            (NumberState.Zero or NumberState.Digits, (byte)'.') => NumberState.Point,
            (NumberState.Point or NumberState.Fraction, >= (byte)'0' and <= (byte)'9') => NumberState.Fraction,
            (NumberState.Zero or NumberState.Digits or NumberState.Fraction, (byte)'e' or (byte)'E') => NumberState.Exponent,
            (NumberState.Exponent, (byte)'+' or (byte)'-') => NumberState.ExponentSign,
            (NumberState.Exponent or NumberState.ExponentSign or NumberState.ExponentDigits, >= (byte)'0' and <= (byte)'9') =>
                NumberState.ExponentDigits,
            _ => NumberState.None,
        };
        if (next == NumberState.None)
        {
            return false;
        }

        _number = next;
        return true;
    }
}
