using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>Writes rows of price books for tests.</summary>
internal static class BookRow
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 4, 0, 0, TimeSpan.Zero);

    /// <summary>A row of tokens.</summary>
    public static string Of(
        string id, string input, string output, string cached = "", string from = "0", string hours = "", string zone = "",
        string since = "", string until = "", string currency = "CNY", string list = "a", string write = "", string thought = "",
        string source = "official", string asOf = "2026-11", string unit = "tokens") => string.Join(
            '\t', list, id, unit, from, hours, zone, since, until, currency, input, output, cached, write, thought, source, asOf);

    /// <summary>The price now of a book's only list.</summary>
    public static Price? PriceOf(PriceTable book, string id, string list = "a") => book.Find(list, id)?.At(Now);
}
