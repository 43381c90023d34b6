using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Wire.Bytes;

/// <summary>Reads and writes the text between the quotes of JSON strings, escapes included.</summary>
internal static class JsonText
{
    /// <summary>The deepest nesting that is accepted. No client nests so deep, and every level costs each JSON reader after us.</summary>
    public const int MaxDepth = 64;

    // Covers all but odd names, and JSON writes these characters unescaped.
    private static readonly SearchValues<char> AsTheyAre =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:/@ ");

    /// <summary>Writes a text as a JSON string, with its quotes.</summary>
    public static byte[] Quoted(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(AsTheyAre) < 0)
        {
            var plain = new byte[text.Length + 2];
            plain[0] = plain[^1] = (byte)'"';
            Encoding.ASCII.GetBytes(text, plain.AsSpan(1));
            return plain;
        }

        var encoded = JsonEncodedText.Encode(text).EncodedUtf8Bytes;
        var quoted = new byte[encoded.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        encoded.CopyTo(quoted.AsSpan(1));
        return quoted;
    }

    /// <summary>True when a body is an object, which may be an answer or part of one.</summary>
    public static bool IsObject(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>
    /// Passes on the text without its escapes. Done by hand because a piece may end between the two halves of an escaped surrogate pair,
    /// which the framework's reader refuses. The value of a character outside ASCII does not matter here.
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

    /// <summary>Reads the first character of the text, or one byte of it outside ASCII.</summary>
    /// <returns>The number of bytes it takes.</returns>
    public static int First(ReadOnlySpan<byte> escaped, out byte character)
    {
        if (escaped[0] != (byte)'\\')
        {
            character = escaped[0];
            return 1;
        }

        var isHex = escaped[1] == (byte)'u';
        character = isHex ? Ascii(escaped.Slice(2, 4)) : Simple(escaped[1]);
        return isHex ? 6 : 2;
    }

    public static bool IsSpace(byte character) => character is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>True when there is nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> escaped)
    {
        while (!escaped.IsEmpty)
        {
            escaped = escaped[First(escaped, out var character)..];
            if (!IsSpace(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes JSON as the text of a string, with quotes.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> json)
    {
        var text = new List<byte>(json.Length + 16) { (byte)'"' };
        foreach (var b in json)
        {
            switch (b)
            {
                case (byte)'"' or (byte)'\\':
                    text.Add((byte)'\\');
                    text.Add(b);
                    break;
                case < 0x20:
                    // Between its values JSON allows only white space.
                    text.Add((byte)' ');
                    break;
                default:
                    text.Add(b);
                    break;
            }
        }

        text.Add((byte)'"');
        return [.. text];
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
