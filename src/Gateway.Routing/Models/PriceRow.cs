using System.Globalization;

namespace Gateway.Routing.Models;

// Reads one line of the price table, a price of one step, or reports its mistake.
internal static class PriceRow
{
    // Per million tokens, in any currency; a higher price is a typo.
    private const decimal Highest = 1_000_000;

    public static (Price? Row, string? Mistake) Parse(string[] cells)
    {
        if (cells.Length is < 8 or > 9)
        {
            return (null, $"Expected 8 or 9 columns, found {cells.Length}.");
        }

        if (cells[0].Length == 0 || cells[1].Length == 0)
        {
            return (null, $"Columns list and id must not be empty, found '{cells[0]}' and '{cells[1]}'.");
        }

        if (!int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return (null, $"Column from must be a whole number of tokens, 0 for the first step, found '{cells[2]}'.");
        }

        if (cells[3].Length != 3 || !cells[3].All(char.IsAsciiLetterUpper))
        {
            return (null, $"Column currency must be a code of three capital letters such as CNY, found '{cells[3]}'.");
        }

        if (!TryPrice(cells[4], out var input) || !TryPrice(cells[5], out var output))
        {
            return (null, $"Columns input and output must be prices from 0 to {Highest:0}, found '{cells[4]}' and '{cells[5]}'.");
        }

        decimal? cached = null;
        if (cells[6].Length > 0)
        {
            if (!TryPrice(cells[6], out var read))
            {
                return (null, $"Column cached must be empty or a price from 0 to {Highest:0}, found '{cells[6]}'.");
            }

            cached = read;
        }

        return TableText.TryDate(cells[7], out var asOf)
            ? (new Price(cells[3], [new PriceStep(from, input, output, cached)], asOf), null)
            : (null, TableText.DateMistake(cells[7]));
    }

    private static bool TryPrice(string cell, out decimal price) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out price) && price <= Highest;
}
