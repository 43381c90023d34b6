using System.Text;

namespace Gateway.Cli;

/// <summary>Sets rows of text under each other.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="rows">The rows, the first of them the headings.</param>
    /// <param name="isNumber">Which columns stand to the right; null: none.</param>
    public static string Format(IReadOnlyList<string[]> rows, Func<int, bool>? isNumber = null)
    {
        var widths = Enumerable.Range(0, rows.Max(r => r.Length)).Select(i => rows.Max(r => i < r.Length ? r[i].Length : 0)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendLine(string.Join(Gap, row.Select((cell, i) => isNumber?.Invoke(i) == true ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }

        return text.ToString();
    }
}
