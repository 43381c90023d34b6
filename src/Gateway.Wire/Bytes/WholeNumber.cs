using System.Buffers.Text;
using System.Globalization;

namespace Gateway.Wire.Bytes;

/// <summary>Whole numbers in any JSON spelling: 1000, 1000.0 and 1e3 are equal.</summary>
internal static class WholeNumber
{
    /// <param name="json">A number as written in JSON.</param>
    /// <param name="value">The number, if it is whole and fits into 64 bits.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out long value)
    {
        if (Utf8Parser.TryParse(json, out value, out var length) && length == json.Length)
        {
            return true;
        }

        var isWhole = decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number
            && number is >= long.MinValue and <= long.MaxValue;
        value = isWhole ? (long)number : 0;
        return isWhole;
    }

    /// <summary>True when it is written with a fraction or an exponent, which many servers refuse for a whole number.</summary>
    /// <param name="json">A value as written in JSON.</param>
    public static bool IsOdd(ReadOnlySpan<byte> json) =>
        (json[0] == (byte)'-' || char.IsAsciiDigit((char)json[0])) && json.IndexOfAny(".eE"u8) >= 0;
}
