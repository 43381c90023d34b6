using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// Writes into a log line what somebody else made up. What could be read as another field, end the line or turn its direction is put in
/// quotes, with escapes as in JSON; all else stays as it is.
/// </summary>
internal static class LogText
{
    private static readonly SearchValues<char> InWords = SearchValues.Create(Chars(static c => c is '=' or '"' || IsHarmful(c)));
    private static readonly SearchValues<char> InNames = SearchValues.Create(Chars(static c => c is '=' or '"' || char.IsWhiteSpace(c) || IsHarmful(c)));

    /// <summary>A name, in which also a blank would look like the end of a field.</summary>
    public static string? Name(string? text) => text.AsSpan().ContainsAny(InNames) ? Quoted(text!) : text;

    /// <summary>Several words.</summary>
    public static string? Words(string? text) => text.AsSpan().ContainsAny(InWords) ? Quoted(text!) : text;

    // Controls, and what is not seen but ends a line or turns it for whoever reads it.
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
