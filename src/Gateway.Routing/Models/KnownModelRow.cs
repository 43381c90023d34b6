using System.Globalization;

namespace Gateway.Routing.Models;

// Reads one line of the table, or reports its mistake.
internal static class KnownModelRow
{
    public static (KnownModel? Row, string? Mistake) Parse(string[] cells)
    {
        if (cells.Length is < 9 or > 10)
        {
            return (null, $"Expected 9 or 10 columns, found {cells.Length}.");
        }

        if (new KnownModelPattern(cells[0]).IsEmpty)
        {
            return (null, $"Column match must hold a word, found '{cells[0]}'.");
        }

        if (!TryNumber(cells[3], out var total) || !TryNumber(cells[4], out var active))
        {
            return (null, $"Columns params_b and active_b must be positive numbers of billions, found '{cells[3]}' and '{cells[4]}'.");
        }

        if (!TryTags(cells[6], out var tags, out var notTags, out var openTags))
        {
            return (
                null,
                $"Column tags must hold tags joined with ',', each with '-' before it when missing or '?' behind it when not known, "
                + $"found '{cells[6]}'.");
        }

        if (!TryNumber(cells[7], out var context) || context is not null && (context % 1 != 0 || context > int.MaxValue))
        {
            return (null, $"Column context must be a whole number of tokens, found '{cells[7]}'.");
        }

        if (!TableText.TryDate(cells[8], out var asOf))
        {
            return (null, TableText.DateMistake(cells[8]));
        }

        var row = new KnownModel(
            cells[0], Word(cells[1]), Word(cells[2]), total, active, Text(cells[5]), tags, notTags, (int?)context, asOf,
            cells.Length > 9 ? cells[9] : "", openTags);
        return (row, null);
    }

    private static string? Text(string cell) => cell.Length == 0 ? null : cell;

    private static string? Word(string cell) => Text(cell)?.ToLowerInvariant();

    private static bool TryNumber(string cell, out decimal? number)
    {
        var isNumber = decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0;
        number = isNumber ? value : null;
        return isNumber || cell.Length == 0;
    }

    private static bool TryTags(string cell, out Tag tags, out Tag notTags, out Tag openTags)
    {
        (tags, notTags, openTags) = (Tag.None, Tag.None, Tag.None);
        foreach (var word in cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isNot = word.StartsWith('-');
            var isOpen = word.EndsWith('?');
            var name = word.TrimStart('-').TrimEnd('?');
            if (name.Length == 0
                || (isNot && isOpen)
                || !char.IsLetter(name[0])
                || !Enum.TryParse<Tag>(name, ignoreCase: true, out var tag))
            {
                return false;
            }

            tags |= isNot || isOpen ? Tag.None : tag;
            notTags |= isNot ? tag : Tag.None;
            openTags |= isOpen ? tag : Tag.None;
        }

        return true;
    }
}
