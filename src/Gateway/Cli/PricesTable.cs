using System.Globalization;
using Gateway.Routing.Models;
using Gateway.Runtime;

namespace Gateway.Cli;

/// <summary>Formats the price book as a table: each current price, its end, its source and its age.</summary>
internal static class PricesTable
{
    /// <param name="book">The book.</param>
    /// <param name="list">The one price list to show; null for all.</param>
    /// <param name="now">The moment.</param>
    public static string Of(PriceTable book, string? list, DateTimeOffset now)
    {
        var rows = book.All
            .Where(e => list is null || e.List.Equals(list, StringComparison.OrdinalIgnoreCase))
            .Select(e => (Entry: e, Price: e.Price.At(now)))
            .Where(static r => r.Price is not null)
            .Select(r => Row(r.Entry, r.Price!, now))
            .ToList();
        return rows.Count == 0
            ? "No prices." + Environment.NewLine
            : TextTable.Format(
                [["LIST", "MODEL", "IN/OUT", "CACHED", "WRITE", "THOUGHT", "SOURCE", "READ", "DAYS", "NOTE"], .. rows])
                + Environment.NewLine
                + "IN/OUT: a million tokens, now; + more for long prompts. DAYS since it was read; providers change prices."
                + Environment.NewLine;
    }

    private static string[] Row(PriceEntry entry, Price price, DateTimeOffset now)
    {
        var step = price.For(0);
        return
        [
            entry.List,
            entry.Id,
            PriceWords.InShort(price),
            Number(step.Cached),
            Number(step.CacheWrite),
            Number(step.Reasoning),
            PriceWords.Of(price.Origin),
            price.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            PriceFindings.AgeOf(price, now).TotalDays.ToString("0", CultureInfo.InvariantCulture),
            string.Join("; ", new[]
            {
                entry.Price.ChangesByHour(now) ? "other hours cost otherwise" : null,
                price.BilledAs is { } other ? $"answered and billed as {other}" : null,
            }.Where(static n => n is not null)),
        ];
    }

    private static string Number(decimal? price) => price?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
