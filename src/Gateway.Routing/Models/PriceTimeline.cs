using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Routing.Models;

/// <summary>Joins the rows of one model into its prices over time, and finds where they contradict each other or leave a gap.</summary>
internal static class PriceTimeline
{
    /// <returns>The prices, or the row that is wrong and why.</returns>
    public static (ModelPrice? Price, KnownModelMistake? Mistake) Of(IReadOnlyList<PriceRow> rows)
    {
        var first = rows[0];
        foreach (var row in rows)
        {
            if (!row.Currency.Equals(first.Currency, StringComparison.Ordinal))
            {
                return (null, Mistake(
                    row, $"Column currency must be the same in all rows of an id, found '{row.Currency}' after '{first.Currency}'."));
            }

            if (!row.Zone.Id.Equals(first.Zone.Id, StringComparison.Ordinal))
            {
                return (null, Mistake(
                    row, $"Column zone must be the same in all rows of an id, found '{row.Zone.Id}' after '{first.Zone.Id}'."));
            }
        }

        var spans = ImmutableArray.CreateBuilder<PriceSpan>();
        var borders = rows.Select(static r => r.Since).Concat(rows.Select(static r => r.Until)).Distinct().Order().ToList();
        foreach (var (from, until) in borders.Zip(borders.Skip(1)))
        {
            var inForce = rows.Where(r => r.Since <= from && until <= r.Until).ToList();
            if (inForce.Count == 0)
            {
                return (null, Mistake(rows.First(r => r.Since == until), $"{Day(from)} to {Day(until)} has no row of the id."));
            }

            var (span, mistake) = SpanOf(inForce, from, until);
            if (span is null)
            {
                return (null, mistake);
            }

            spans.Add(span);
        }

        return (new ModelPrice(spans.ToImmutable()), null);
    }

    private static (PriceSpan? Span, KnownModelMistake? Mistake) SpanOf(List<PriceRow> rows, DateTimeOffset from, DateTimeOffset until)
    {
        Price? whole = null;
        var windows = ImmutableArray.CreateBuilder<(PriceHours Hours, Price Price)>();
        // Steps and units of the same hours are one price. Hours are the same when they are written in the same words.
        foreach (var group in rows.GroupBy(static r => r.Hours?.Text))
        {
            var (price, mistake) = PriceOf([.. group]);
            if (price is null)
            {
                return (null, mistake);
            }

            if (group.Key is null)
            {
                whole = price;
            }
            else
            {
                windows.Add((group.First().Hours!, price));
            }
        }

        return windows.Count > 0 && PriceHours.FaultOf([.. windows.Select(static w => w.Hours)], whole is not null) is { } fault
            ? (null, Mistake(rows[^1], $"Column hours: {fault}."))
            : (new PriceSpan(from, until, whole, windows.ToImmutable(), rows[0].Zone), null);
    }

    private static (Price? Price, KnownModelMistake? Mistake) PriceOf(List<PriceRow> rows)
    {
        var last = -1;
        List<PriceStep> steps = [];
        List<UnitPrice> units = [];
        foreach (var row in rows)
        {
            if (row.Unit != PriceUnit.Tokens)
            {
                if (units.Any(u => u.Unit == row.Unit))
                {
                    return (null, Mistake(row, "The id has two rows for the same unit at the same time."));
                }

                units.Add(new UnitPrice(row.Unit, row.Each));
                continue;
            }

            var from = row.Step.FromPromptTokens;
            if (last < 0 && from != 0)
            {
                return (null, Mistake(row, $"Column from must be 0 in the first row of an id at a time, found '{from}'."));
            }

            if (from <= last)
            {
                return (null, Mistake(
                    row, $"Column from must rise from row to row of an id at the same time, found '{from}' after '{last}'."));
            }

            last = from;
            steps.Add(row.Step);
        }

        // The oldest row dates the whole price, and the least trusted says how far it can be trusted.
        return (
            new Price(rows[0].Currency, [.. steps], rows.Min(static r => r.AsOf))
            {
                Units = [.. units],
                Origin = rows.Min(static r => r.Origin),
            },
            null);
    }

    private static KnownModelMistake Mistake(PriceRow row, string message) => new(row.Line, message);

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
