using System.Text;

namespace Gateway.Cli;

/// <summary>Aligns rows of text in columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="rows">The rows; the first one is the headings.</param>
    /// <param name="isNumber">The columns to align right; null for none.</param>
    public static string Format(IReadOnlyList<string[]> rows, Func<int, bool>? isNumber = null)
    {
        var cells = rows.Select(static r => r.Select(static c => new Cell(c)).ToArray()).ToList();
        var widths = Enumerable.Range(0, cells.Max(r => r.Length)).Select(i => cells.Max(r => i < r.Length ? r[i].Width : 0)).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            text.AppendLine(string.Join(Gap, row.Select((cell, i) => cell.Padded(widths[i], isNumber?.Invoke(i) == true))).TrimEnd());
        }

        return text.ToString();
    }

    private readonly record struct Cell
    {
        private readonly string _text;

        public Cell(string text)
        {
            _text = text.Any(Shifts) ? string.Concat(text.Select(static c => Shifts(c) ? '\uFFFD' : c)) : text;
            Width = TextWidth.Of(_text);
        }

        public int Width { get; }

        public string Padded(int width, bool toTheRight)
        {
            var space = new string(' ', width - Width);
            return toTheRight ? space + _text : _text + space;
        }

        // A line break, an escape or a change of direction in a made-up name would shift everything after it.
        private static bool Shifts(char c) =>
            char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
    }
}
