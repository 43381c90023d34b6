using System.Globalization;
using Gateway.Load.Options;

namespace Gateway.Load.Report;

internal static class MarkdownReport
{
    public static void Write(TextWriter output, IEnumerable<Row> rows, Figures figures, LoadOptions options)
    {
        output.WriteLine();
        string[] last = options.Before is null ? ["gateway/yarp"] : ["gateway/before", "gateway/yarp"];
        output.WriteLine($"| measure | {string.Join(" | ", options.Columns)} | {string.Join(" | ", last)} | goal | met |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("--:|", options.Columns.Count + last.Length))}--:|---|");
        foreach (var row in rows)
        {
            var ratio = figures.Ratio(row);
            string?[] cells =
            [
                row.Title,
                .. options.Columns.Select(target => Text(figures.Median(row, target), row.Format)),
                .. options.Before is null
                    ? []
                    : new[] { Text(figures.Median(row, "gateway") / figures.Median(row, LoadOptions.BeforeName), "0.00") },
                Text(ratio, "0.00"),
                row.Goal?.Text ?? "-",
                row.Goal?.IsMet(figures.Median(row, "gateway"), ratio) switch { true => "yes", false => "no", null => "-" },
            ];
            output.WriteLine($"| {string.Join(" | ", cells)} |");
        }
        output.WriteLine();
        output.WriteLine($"{Ran(options)} {Machine.Line}.");
    }

    private static string Ran(LoadOptions options)
    {
        var soak = $"Soak: one run with {options.Streams} streams of 4 chunks a second, {options.SoakSeconds} s watched after the warm-up.";
        var rounds = $"Medians of {options.Rounds} rounds, {options.Seconds} s each.";
        return options.Only.SequenceEqual(["soak"]) ? soak : options.Only.Contains("soak") ? $"{rounds} {soak}" : rounds;
    }

    private static string Text(double? figure, string format) => figure?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
