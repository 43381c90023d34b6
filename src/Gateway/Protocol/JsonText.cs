using System.Globalization;

namespace Gateway.Protocol;

/// <summary>Unescapes JSON string text for <see cref="JsonWholeness"/>.</summary>
internal static class JsonText
{
    /// <summary>
    /// Feeds the text without its escapes. Done by hand because a piece may end between the two halves of an escaped surrogate
    /// pair, which the framework's reader refuses; what a character outside ASCII is does not matter here.
    /// </summary>
    public static void Unescape(ReadOnlySpan<byte> escaped, JsonWholeness output)
    {
        while (!escaped.IsEmpty)
        {
            var slash = escaped.IndexOf((byte)'\\');
            if (slash < 0)
            {
                output.Add(escaped);
                return;
            }

            output.Add(escaped[..slash]);
            var isHex = escaped[slash + 1] == (byte)'u';
            output.Add([isHex ? Ascii(escaped.Slice(slash + 2, 4)) : Simple(escaped[slash + 1])]);
            escaped = escaped[(slash + (isHex ? 6 : 2))..];
        }
    }

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };

    private static byte Ascii(ReadOnlySpan<byte> hex) =>
        ushort.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) && code < 0x80 ? (byte)code : (byte)'?';
}
