using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Routing.Models;

/// <summary>One row of the price book as written.</summary>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="List">The price list.</param>
/// <param name="Id">The model.</param>
/// <param name="Unit">What the price is for.</param>
/// <param name="Step">For tokens, the prices and the prompt length from which they hold.</param>
/// <param name="Each">For other units, the price of one.</param>
/// <param name="Hours">The hours in which it holds; <see langword="null"/> for all that no other row names.</param>
/// <param name="Zone">The zone of hours and days.</param>
/// <param name="Since">When it begins to hold.</param>
/// <param name="Until">When it no longer holds.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="Origin">Who says so.</param>
/// <param name="AsOf">The day it was read.</param>
internal sealed record PriceRow(
    int Line, string List, string Id, PriceUnit Unit, PriceStep Step, decimal Each, PriceHours? Hours, TimeZoneInfo Zone,
    DateTimeOffset Since, DateTimeOffset Until, string Currency, PriceOrigin Origin, DateOnly AsOf)
{
    /// <summary>The columns, in order.</summary>
    public const string Columns =
        "list id unit from hours zone since until currency input output cached cache_write reasoning source as_of note";

    // Per million tokens, in any currency; a higher price is a typo.
    private const decimal Highest = 1_000_000;
    private const int Least = 16;

    private static readonly FrozenDictionary<string, PriceUnit> Units = Enum.GetValues<PriceUnit>()
        .ToFrozenDictionary(static u => u.ToString().ToLowerInvariant(), static u => u);

    private static readonly FrozenDictionary<string, PriceOrigin> Origins = new Dictionary<string, PriceOrigin>
    {
        ["official"] = PriceOrigin.Official,
        ["third-party"] = PriceOrigin.ThirdParty,
        ["unknown"] = PriceOrigin.Unknown,
    }.ToFrozenDictionary();

    /// <summary>Reads a row.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="zones">Finds a time zone that <see cref="FixedZones"/> does not know.</param>
    /// <returns>The row, or what is wrong with it.</returns>
    public static (PriceRow? Row, string? Mistake) Parse(int line, string[] cells, Func<string, TimeZoneInfo?> zones)
    {
        if (cells.Length is < Least or > Least + 1)
        {
            return (null, $"Expected {Least} or {Least + 1} columns, found {cells.Length}.");
        }

        if (cells[0].Length == 0 || cells[1].Length == 0)
        {
            return (null, $"Columns list and id must not be empty, found '{cells[0]}' and '{cells[1]}'.");
        }

        if (!Units.TryGetValue(cells[2], out var unit))
        {
            return (null, $"Column unit must be one of {string.Join(", ", Units.Keys.Order(StringComparer.Ordinal))}, found '{cells[2]}'.");
        }

        var zone = cells[5].Length == 0 ? TimeZoneInfo.Utc : FixedZones.Find(cells[5]) ?? zones(cells[5]);
        if (zone is null)
        {
            return (null, $"Column zone must be a time zone by IANA name such as Asia/Shanghai, found '{cells[5]}'.");
        }

        var hours = cells[4].Length == 0 ? null : PriceHours.Parse(cells[4]);
        if (hours is null && cells[4].Length > 0)
        {
            return (
                null,
                $"Column hours must be empty or hours such as 02:00-08:00 or Mon-Fri 09:00-12:00 14:00-18:00, found '{cells[4]}'.");
        }

        if (!TryMoment(cells[6], zone, DateTimeOffset.MinValue, out var since)
            || !TryMoment(cells[7], zone, DateTimeOffset.MaxValue, out var until) || since >= until)
        {
            return (
                null,
                $"Columns since and until must be empty, days such as 2026-09-01 or moments such as 2026-09-10T12:00, the first before the "
                + $"second, found '{cells[6]}' and '{cells[7]}'.");
        }

        if (cells[8].Length != 3 || !cells[8].All(char.IsAsciiLetterUpper))
        {
            return (null, $"Column currency must be a code of three capital letters such as CNY, found '{cells[8]}'.");
        }

        if (!Origins.TryGetValue(cells[14], out var origin))
        {
            return (null, $"Column source must be official, third-party or unknown, found '{cells[14]}'.");
        }

        if (!TableText.TryDate(cells[15], out var asOf))
        {
            return (null, TableText.DateMistake(cells[15]));
        }

        var row = new PriceRow(
            line, cells[0], cells[1], unit, default, 0, hours, zone, since, until, cells[8], origin, asOf);
        return unit == PriceUnit.Tokens ? WithStep(row, cells) : WithUnit(row, cells);
    }

    private static (PriceRow? Row, string? Mistake) WithStep(PriceRow row, string[] cells)
    {
        if (!int.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return (null, $"Column from must be a whole number of tokens, 0 for the first step, found '{cells[3]}'.");
        }

        if (!TryPrice(cells[9], out var input) || !TryPrice(cells[10], out var output))
        {
            return (null, $"Columns input and output must be prices from 0 to {Highest:0}, found '{cells[9]}' and '{cells[10]}'.");
        }

        decimal?[] parts = [null, null, null];
        foreach (var (index, name) in ((string[])["cached", "cache_write", "reasoning"]).Index())
        {
            var cell = cells[11 + index];
            if (cell.Length == 0)
            {
                continue;
            }

            if (!TryPrice(cell, out var part))
            {
                return (null, $"Column {name} must be empty or a price from 0 to {Highest:0}, found '{cell}'.");
            }

            parts[index] = part;
        }

        return (row with { Step = new PriceStep(from, input, output, parts[0], parts[1], parts[2]) }, null);
    }

    private static (PriceRow? Row, string? Mistake) WithUnit(PriceRow row, string[] cells)
    {
        if (cells[3] is not ("" or "0") || cells[10..14].Any(static c => c.Length > 0))
        {
            return (null, $"A row whose unit is not tokens has its price in column input, and nothing in from and output to reasoning.");
        }

        return TryPrice(cells[9], out var each)
            ? (row with { Each = each }, null)
            : (null, $"Column input must be a price from 0 to {Highest:0}, found '{cells[9]}'.");
    }

    // No sign and no exponent: what is negative, infinite or not a number is no price.
    private static bool TryPrice(string cell, out decimal price) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out price) && price <= Highest;

    private static bool TryMoment(string cell, TimeZoneInfo zone, DateTimeOffset open, out DateTimeOffset moment)
    {
        moment = open;
        if (cell.Length == 0)
        {
            return true;
        }

        if (!DateTime.TryParseExact(
            cell, (string[])["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < 2000 or > 2199)
        {
            return false;
        }

        moment = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return true;
    }
}
