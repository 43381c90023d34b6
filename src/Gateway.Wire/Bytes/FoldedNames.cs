using System.Buffers;
using System.Text.Json;

namespace Gateway.Wire.Bytes;

/// <summary>
/// Finds members whose names differ only by case from a name that the gateway reads. A backend written in Go takes <c>Model</c> for
/// <c>model</c>, and the last one wins. So it would run another model than the one that was checked.
/// </summary>
internal static class FoldedNames
{
    private const int LongestName = 32;

    // Escaped, each character takes six bytes.
    private const int LongestWritten = 6 * LongestName;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>
    /// True when a name cannot be another spelling of a known one. True for nearly all, at the cost of one vectorised check.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> name) => !name.ContainsAnyExcept(Plain);

    /// <summary>Finds the known name for which a reader that ignores case would take the member's name; null when there is none.</summary>
    /// <param name="json">Positioned on a member's name.</param>
    /// <param name="known">The names in lower case.</param>
    public static string? Find(ref Utf8JsonReader json, ReadOnlySpan<string> known)
    {
        if (IsPlain(json.ValueSpan) || json.ValueSpan.Length > LongestWritten)
        {
            return null;
        }

        Span<char> buffer = stackalloc char[LongestWritten];
        var name = buffer[..json.CopyString(buffer)];
        var isOther = false;
        foreach (ref var c in name)
        {
            var folded = Fold(c);
            isOther |= folded != c;
            c = folded;
        }

        // Written only with escapes, it is the same name.
        foreach (var candidate in isOther ? known : [])
        {
            if (name.SequenceEqual(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    // Letters beyond ASCII that some reader takes for an ASCII one: the Kelvin sign, the long s, and the
    // Turkish i with and without its dot.
    private static char Fold(char c) => c switch
    {
        '\u212a' => 'k',
        '\u017f' => 's',
        '\u0130' or '\u0131' => 'i',
        _ => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c,
    };
}
