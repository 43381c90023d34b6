using System.Globalization;
using Gateway.Load.Options;

namespace Gateway.Load.Report;

internal static class MarkdownReport
{
    public static void Write(TextWriter output, IEnumerable<Row> rows, Figures figures, LoadOptions options)
    {
        output.WriteLine();
        output.WriteLine("| measure | direct | yarp | gateway | gateway/yarp | goal | met |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|---|");
        foreach (var row in rows)
        {
            var ratio = figures.Ratio(row);
            string?[] cells =
            [
                row.Title,
                .. LoadOptions.TargetNames.Select(target => Text(figures.Median(row, target), row.Format)),
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
