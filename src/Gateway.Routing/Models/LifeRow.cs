using System.Globalization;

namespace Gateway.Routing.Models;

// Reads one line of the table of ends and redirects, or reports its mistake.
internal static class LifeRow
{
    public static (ModelLife? Life, string? Mistake) Parse(string[] cells)
    {
        if (cells.Length is < 6 or > 7)
        {
            return (null, $"Expected 6 or 7 columns, found {cells.Length}.");
        }

        if (cells[0].Length == 0 || cells[1].Length == 0)
        {
            return (null, $"Columns list and id must not be empty, found '{cells[0]}' and '{cells[1]}'.");
        }

        if (cells[2] is not ("ended" or "redirected"))
        {
            return (null, $"Column what must be ended or redirected, found '{cells[2]}'.");
        }

        if (!DateTime.TryParseExact(cells[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return (null, $"Column on must be a day such as 2026-09-11, found '{cells[3]}'.");
        }

        if (FixedZones.Find(cells[4].Length == 0 ? "UTC" : cells[4]) is not { } zone)
        {
            return (null, $"Column zone must be empty or a zone without summer time such as Asia/Shanghai, found '{cells[4]}'.");
        }

        var isRedirect = cells[2] == "redirected";
        if (isRedirect && cells[5].Length == 0)
        {
            return (null, "Column to must name the model that answers for a redirected one.");
        }

        return (
            new ModelLife(
                cells[0], cells[1], isRedirect ? LifeChange.Redirected : LifeChange.Ended,
                new DateTimeOffset(day, zone.GetUtcOffset(day)), cells[5].Length == 0 ? null : cells[5], cells.ElementAtOrDefault(6) ?? ""),
            null);
    }
}
