using System.Globalization;

namespace Gateway.Routing.Models;

// The shared parts of reading tables of tab-separated text.
internal static class TableText
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM"];

    // The rows with their line numbers, counted from 1, without empty lines, comments and the header line.
    public static IEnumerable<(int Line, string[] Cells)> Rows(string tsv, string firstColumn)
    {
        foreach (var (index, line) in tsv.Split('\n').Index())
        {
            var text = line.TrimEnd('\r');
            if (!string.IsNullOrWhiteSpace(text) && !text.StartsWith('#') && !text.StartsWith(firstColumn + "\t", StringComparison.Ordinal))
            {
                yield return (index + 1, text.Split('\t', StringSplitOptions.TrimEntries));
            }
        }
    }

    public static bool TryDate(string cell, out DateOnly date) =>
        DateOnly.TryParseExact(cell, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static string DateMistake(string cell) => $"Column as_of must be a date such as 2026-08-21 or 2026-11, found '{cell}'.";
}
