using System.Buffers;
using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>
/// Finds members that are written as one that the gateway reads, but for case. A backend written in Go takes <c>Model</c> for <c>model</c>,
/// and of several the last, so it would run another model than the one that was checked.
/// </summary>
internal static class FoldedNames
{
    private const int LongestName = 32;

    // As an escape each character takes six bytes.
    private const int LongestWritten = 6 * LongestName;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>Whether a name can be no other one's spelling. True of nearly all, at the price of one vectorised look.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> name) => !name.ContainsAnyExcept(Plain);

    /// <summary>The known name that the reader's member is taken for; null when there is none.</summary>
    /// <param name="json">Stands on a member's name.</param>
    /// <param name="known">The names, in lower case.</param>
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

        // Written with escapes alone it is the very name.
        foreach (var candidate in isOther ? known : [])
        {
            if (name.SequenceEqual(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    // The letters beyond ASCII that some reader takes for one of ASCII: the Kelvin sign, the long s, and the Turkish i with and without its dot.
    private static char Fold(char c) => c switch
    {
        '\u212a' => 'k',
        '\u017f' => 's',
        '\u0130' or '\u0131' => 'i',
        _ => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c,
    };
}
