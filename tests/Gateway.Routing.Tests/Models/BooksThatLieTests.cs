using Gateway.Routing.Models;
using static Gateway.Routing.Tests.Models.BookRow;

namespace Gateway.Routing.Tests.Models;

/// <summary>
/// A row that cannot be right is reported with its line and the value, and its model has no price rather than a wrong one.
/// </summary>
public sealed class BooksThatLieTests
{
    private static readonly string[] Cells = Of("m", "1", "2").Split('\t');

    public static TheoryData<int, string, string> Mistakes => new()
    {
        { 0, "", "list and id must not be empty, found '' and 'm'" },
        { 1, "", "found 'a' and ''" },
        { 2, "token", "unit must be one of character, document, minute, picture, second, tokens, video, found 'token'" },
        { 2, "picture", "A row whose unit is not tokens has its price in column input" },
        { 3, "32k", "from must be a whole number of tokens, 0 for the first step, found '32k'" },
        { 3, "-1", "found '-1'" },
        { 3, "", "found ''" },
        { 3, "5", "from must be 0 in the first row of an id at a time, found '5'" },
        { 4, "2-8", "hours must be empty or hours such as 02:00-08:00" },
        { 4, "08:00-08:00", "found '08:00-08:00'" },
        { 4, "24:00-02:00", "found '24:00-02:00'" },
        { 4, "25:00-26:00", "found '25:00-26:00'" },
        { 4, "Moo 02:00-08:00", "found 'Moo 02:00-08:00'" },
        { 4, "Mon-Fri", "found 'Mon-Fri'" },
        { 4, "02:00-08:00", "no row of the id holds at Sun 00:00; a row without hours holds in all other hours" },
        { 5, "Mars/Olympus", "zone must be a time zone by IANA name such as Asia/Shanghai, found 'Mars/Olympus'" },
        { 6, "1.9.2026", "since and until must be empty, days such as 2026-09-01" },
        { 6, "0001-01-01", "found '0001-01-01'" },
        { 7, "2026-02-30", "found '' and '2026-02-30'" },
        { 8, "yuan", "currency must be a code of three capital letters such as CNY, found 'yuan'" },
        { 9, "x", "input and output must be prices from 0 to 1000000, found 'x' and '2'" },
        { 9, "-1", "found '-1' and '2'" },
        { 9, "NaN", "found 'NaN' and '2'" },
        { 9, "∞", "found '∞' and '2'" },
        { 9, "1e3", "found '1e3' and '2'" },
        { 9, "1,000", "found '1,000' and '2'" },
        { 10, "", "found '1' and ''" },
        { 10, "1000001", "found '1' and '1000001'" },
        { 11, "1,5", "cached must be empty or a price from 0 to 1000000, found '1,5'" },
        { 12, "-0.5", "cache_write must be empty or a price from 0 to 1000000, found '-0.5'" },
        { 13, "NaN", "reasoning must be empty or a price from 0 to 1000000, found 'NaN'" },
        { 14, "me", "source must be official, third-party or unknown, found 'me'" },
        { 15, "", "as_of must be a date such as 2026-08-21 or 2026-11, found ''" },
        { 15, "21.8.2026", "found '21.8.2026'" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Row_Bad_IsReportedWithLineAndValue_AndLeftOut(int column, string value, string part)
    {
        var cells = Cells.ToArray();
        cells[column] = value;
        Refused("# comment\n" + Of("k", "1", "2") + "\n" + string.Join('\t', cells) + "\n" + Of("last", "1", "2"), 3, part);
    }

    [Fact]
    public void Row_WithTooFewColumns_IsReported() => Refused(Of("k", "1", "2") + "\n" + Of("last", "1", "2") + "\na\tm\t0", 3, "found 3");

    [Fact]
    public void Rows_ThatOverlap_AreReported()
    {
        Refused(
            Three(Of("m", "1", "2"), Of("m", "2", "3")), 4,
            "from must rise from row to row of an id at the same time, found '0' after '0'");
        Refused(Three(Of("m", "1", "2", until: "2026-09-02"), Of("m", "2", "3", since: "2026-09-01")), 4, "found '0' after '0'");
        Refused(
            Three(Of("m", "1", "2"), Of("m", "1", "2", hours: "02:00-08:00"), Of("m", "1", "2", hours: "07:59-09:00")), 5,
            "two rows of the id hold at Sun 07:59");
        Refused(
            Three(Of("m", "1", "2"), Of("m", "1", "2", hours: "Fri 22:00-02:00"), Of("m", "1", "2", hours: "Sat-Sun 01:00-03:00")), 5,
            "two rows of the id hold at Sat 01:00");
        Refused(
            Three(Of("m", "1", "", from: "", unit: "video"), Of("m", "2", "", from: "", unit: "video")), 4,
            "two rows for the same unit at the same time");
    }

    [Fact]
    public void Rows_ThatLeaveAGap_AreReported()
    {
        Refused(
            Three(Of("m", "1", "2", until: "2026-09-01"), Of("m", "2", "3", since: "2026-09-02")), 4,
            "2026-09-01 00:00Z to 2026-09-02 00:00Z has no row of the id");
        Refused(
            Three(Of("m", "1", "2", hours: "08:00-02:00"), Of("m", "1", "2", hours: "02:00-07:59")), 4,
            "no row of the id holds at Sun 07:59");
    }

    [Fact]
    public void Rows_OfOneId_WithTwoCurrenciesOrZones_AreReported()
    {
        Refused(
            Three(Of("m", "1", "2"), Of("M", "1", "2", from: "7", currency: "USD")), 4,
            "currency must be the same in all rows of an id, found 'USD' after 'CNY'");
        Refused(
            Three(Of("m", "1", "2"), Of("m", "1", "2", from: "7", zone: "Asia/Tokyo")), 4,
            "zone must be the same in all rows of an id, found 'Asia/Tokyo' after 'UTC'");
    }

    [Theory]
    [InlineData("a\tm\tgone\t2026-09-11\t\t", "what must be ended or redirected, found 'gone'")]
    [InlineData("a\tm\tended\tsoon\t\t", "on must be a day such as 2026-09-11, found 'soon'")]
    [InlineData("a\tm\tended\t2026-09-11\tEurope/Berlin\t", "zone must be empty or a zone without summer time")]
    [InlineData("a\tm\tredirected\t2026-09-11\t\t", "to must name the model that answers")]
    [InlineData("a\tm\tended", "Expected 6 or 7 columns, found 3")]
    [InlineData("\tm\tended\t2026-09-11\t\t", "must not be empty")]
    [InlineData("a\tK\tended\t2026-09-11\t\t", "'K' has a row in this list already")]
    public void Life_Bad_IsReportedWithLineAndValue(string row, string part)
    {
        var mistake = Assert.Single(ModelLives.Parse("list\tid\na\tk\tended\t2026-09-11\t\t\n" + row).Mistakes);
        Assert.Equal(3, mistake.Line);
        Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
    }

    private static string Three(params string[] rows) => string.Join('\n', [Of("k", "1", "2"), Of("last", "1", "2"), .. rows]);

    private static void Refused(string book, int line, string part)
    {
        var table = PriceTable.Parse(book);
        var mistake = Assert.Single(table.Mistakes);
        Assert.Equal(line, mistake.Line);
        Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(["k", "last"], table.All.Select(e => e.Id));
    }
}
