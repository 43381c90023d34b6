using System.Buffers.Text;
using System.Globalization;

namespace Gateway.Protocol;

/// <summary>Whole numbers as JSON may hold them: 1000, 1000.0 and 1e3 are the same.</summary>
internal static class WholeNumber
{
    /// <param name="json">A number as it stands in JSON.</param>
    /// <param name="value">The number, where it is a whole one that 64 bits hold.</param>
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

    /// <summary>Whether it is written with a fraction or an exponent, which many servers refuse where they want a whole number.</summary>
    /// <param name="json">A value as it stands in JSON.</param>
    public static bool IsOdd(ReadOnlySpan<byte> json) =>
        (json[0] == (byte)'-' || char.IsAsciiDigit((char)json[0])) && json.IndexOfAny(".eE"u8) >= 0;
}
