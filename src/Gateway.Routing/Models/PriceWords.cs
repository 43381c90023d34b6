using System.Globalization;

namespace Gateway.Routing.Models;

/// <summary>Prices in words, the same in the book, in reports and on the command line.</summary>
public static class PriceWords
{
    /// <summary>The price book's word for the source of a price.</summary>
    /// <param name="origin">Who says it.</param>
    public static string Of(PriceOrigin origin) => origin switch
    {
        PriceOrigin.Official => "official",
        PriceOrigin.ThirdParty => "third-party",
        PriceOrigin.Unknown => "unknown",
    };

    /// <summary>The price book's word for the unit of a price.</summary>
    /// <param name="unit">What it is for.</param>
    public static string Of(PriceUnit unit) => unit switch
    {
        PriceUnit.Tokens => "tokens",
        PriceUnit.Picture => "picture",
        PriceUnit.Second => "second",
        PriceUnit.Minute => "minute",
        PriceUnit.Character => "character",
        PriceUnit.Video => "video",
        PriceUnit.Document => "document",
    };

    /// <summary>
    /// Writes a price in short: <c>3/9 CNY</c> a million tokens, or <c>0.3 CNY a picture</c>. A <c>+</c> means that long prompts cost more.
    /// </summary>
    /// <param name="price">The price.</param>
    public static string InShort(Price price)
    {
        var culture = CultureInfo.InvariantCulture;
        var tokens = price.Steps.IsEmpty
            ? null
            : string.Create(culture, $"{price.Steps[0].Input:0.######}/{price.Steps[0].Output:0.######} {price.Currency}")
                + (price.Steps.Length > 1 ? "+" : "");
        var units = price.Units.Select(u => string.Create(culture, $"{u.Each:0.######} {price.Currency} a {EachOf(u.Unit)}"));
        return string.Join(", ", units.Prepend(tokens).Where(static t => t is not null));
    }

    private static string EachOf(PriceUnit unit) => unit == PriceUnit.Character ? "million characters" : Of(unit);
}
