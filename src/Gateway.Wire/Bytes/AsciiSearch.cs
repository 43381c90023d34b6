using System.Text;

namespace Gateway.Wire.Bytes;

/// <summary>Finds words in bytes, ignoring case.</summary>
internal static class AsciiSearch
{
    /// <summary>True when the bytes contain the words. Letters beyond ASCII are compared with case.</summary>
    public static bool Holds(ReadOnlySpan<byte> bytes, string words)
    {
        Span<byte> wanted = stackalloc byte[Encoding.UTF8.GetMaxByteCount(words.Length)];
        wanted = wanted[..Encoding.UTF8.GetBytes(words, wanted)];
        var (lower, upper) = ((byte)char.ToLowerInvariant((char)wanted[0]), (byte)char.ToUpperInvariant((char)wanted[0]));
        while (bytes.IndexOfAny(lower, upper) is >= 0 and var at && bytes.Length - at >= wanted.Length)
        {
            bytes = bytes[at..];
            if (IsSame(bytes[..wanted.Length], wanted))
            {
                return true;
            }

            bytes = bytes[1..];
        }

        return false;
    }

    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && !(char.IsAsciiLetter((char)one[i]) && (one[i] | 0x20) == (other[i] | 0x20)))
            {
                return false;
            }
        }

        return true;
    }
}
