using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// Makes text from outside safe for a log line. Text that could be read as another field, end the line or change its direction is quoted,
/// with escapes as in JSON; any other text stays as it is.
/// </summary>
internal static class LogText
{
    private static readonly SearchValues<char> InWords = SearchValues.Create(Chars(static c => c is '=' or '"' || IsHarmful(c)));
    private static readonly SearchValues<char> InNames = SearchValues.Create(
        Chars(static c => c is '=' or '"' || char.IsWhiteSpace(c) || IsHarmful(c)));

    /// <summary>Makes a name safe: even a blank would look like the end of the field.</summary>
    public static string? Name(string? text) => text.AsSpan().ContainsAny(InNames) ? Quoted(text!) : text;

    /// <summary>Makes text of several words safe.</summary>
    public static string? Words(string? text) => text.AsSpan().ContainsAny(InWords) ? Quoted(text!) : text;

    // Control characters, and invisible ones that end a line or change its direction for a reader.
    private static bool IsHarmful(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Chars(Func<char, bool> isMeant) =>
        string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(isMeant));

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 16);
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (IsHarmful(c))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
