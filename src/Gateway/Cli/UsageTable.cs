using System.Globalization;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Formats a usage report as a table, with the totals below.</summary>
internal static class UsageTable
{
    public static string Of(JsonElement report)
    {
        var groups = report.Items("group").Select(static g => g.GetString()!).ToList();
        var interval = report.Text("interval");
        var currency = report.Text("currency");
        var columns = report.GetProperty("totals").EnumerateObject().Select(static c => c.Name).ToList();
        string[] named = [.. interval == "total" ? [] : (string[])[interval], .. groups];
        var rows = report.Items("data").Select(r => (string[])
        [
            .. interval == "total" ? [] : (string[])[Start(r.Text("start"), interval)],
            .. groups.Select(g => r.Text(g) is { Length: > 0 } value ? value : "(none)"),
            .. columns.Select(c => Cell(r, c)),
        ]).ToList();
        // Without a name column there is nowhere to label the totals, and no need.
        var totals = columns.Select(c => Cell(report.GetProperty("totals"), c));
        var table = named.Length == 0
            ? TextTable.Format([Headings([], columns, currency), [.. totals]], static _ => true)
            : TextTable.Format(
                [Headings(named, columns, currency), .. rows, ["TOTAL", .. Enumerable.Repeat("", named.Length - 1), .. totals]],
                i => i >= named.Length);
        return table
            + $"From {Until(report.Text("from"))} to {Until(report.Text("to"))}, days of {report.Text("tz")}.{Environment.NewLine}";
    }

    private static string[] Headings(string[] named, List<string> columns, string currency) =>
    [
        .. named.Select(static n => n.ToUpperInvariant()),
        .. columns.Select(c => c == "cost" ? $"COST {currency}" : c == "costs" ? "PRICED" : c.ToUpperInvariant().Replace('_', ' ')),
    ];

    private static string Cell(JsonElement row, string column) => row.Member(column) switch
    {
        { ValueKind: JsonValueKind.Number } share when column.EndsWith("_ratio", StringComparison.Ordinal) =>
            share.GetDecimal().ToString("0.0 %", CultureInfo.InvariantCulture),
        { ValueKind: JsonValueKind.Number } number => number.GetDecimal().ToString("#,0", CultureInfo.InvariantCulture),
        { ValueKind: JsonValueKind.String } money => Money(money.GetString()!),
        { ValueKind: JsonValueKind.Object } costs =>
            string.Join(" + ", costs.EnumerateObject().Select(static c => $"{Money(c.Value.GetString()!)} {c.Name}")),
        _ => "",
    };

    private static string Money(string amount) =>
        decimal.Parse(amount, CultureInfo.InvariantCulture).ToString("#,0.00#######", CultureInfo.InvariantCulture);

    private static string Start(string moment, string interval) => interval switch
    {
        "hour" => Until(moment),
        "month" => moment[..7],
        _ => moment[..10],
    };

    private static string Until(string moment) => moment[..16].Replace('T', ' ');
}
