using System.Buffers;
using System.Text;
using Gateway.Endpoints.Reports;
using Gateway.Ledger.Records;

namespace Gateway.Tests.Endpoints.Reports;

/// <summary>A cell keeps its value and never becomes a formula, whichever program opens it.</summary>
public sealed class UsageCsvCellsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("编程", "编程")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_IsQuotedAndGuarded(string? text, string cell) => Assert.Equal(cell + "\r\n", Row(c => c.Text("x", text)));

    [Fact]
    public void Numbers_AreNotGuarded()
    {
        Assert.Equal("-5,,-0.000000001,true\r\n", Row(static c =>
        {
            c.Number("a", -5);
            c.Number("b", null);
            c.Money("c", -1);
            c.Flag("d", true);
        }));
        Assert.Equal("1.5,CNY=0.25 USD=3\r\n", Row(static c =>
        {
            c.Money("a", 1_500_000_000);
            c.Monies("b", new SortedDictionary<string, long> { ["USD"] = 3_000_000_000, ["CNY"] = 250_000_000 });
        }));
        Assert.Equal("9223372036.854775807\r\n", Row(static c => c.Money("a", long.MaxValue)));
    }

    private static string Row(Action<IUsageCells> write)
    {
        var output = new ArrayBufferWriter<byte>();
        var cells = new UsageCsvCells(output);
        cells.BeginRow();
        write(cells);
        cells.EndRow();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
