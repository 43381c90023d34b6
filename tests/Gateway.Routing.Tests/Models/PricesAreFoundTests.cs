using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class PricesAreFoundTests
{
    private const string Header = "# a comment\r\n\r\nlist\tid\tfrom\r\n";

    private static readonly PriceTable Stepped = PriceTable.Parse(
        Header
            + "a.com\tBig\t0\tCNY\t1\t2\t0.5\t2026-11\t\r\na.com\tbig\t1000\tCNY\t10\t20\t\t2026-08-21\tolder\r\nb.com\tBig\t0\tUSD\t7\t7\t\t2026-11");

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(999, 1, 2)]
    [InlineData(1000, 10, 20)]
    [InlineData(1001, 10, 20)]
    public void Step_ByPromptLength_HoldsFromItsStartOn(int prompt, decimal input, decimal output)
    {
        var step = Stepped.Find("a.com", "Big")!.For(prompt);
        Assert.Equal((input, output), (step.Input, step.Output));
    }

    [Theory]
    [InlineData(100, 50, 0, 0.0002)]
    [InlineData(100, 50, 40, 0.00018)]
    [InlineData(100, 50, 4000, 0.00015)]
    [InlineData(100, 50, -5, 0.0002)]
    [InlineData(2000, 50, 1000, 0.021)]
    public void Request_IsPaidByOneStep_AndCachedTokensByTheirOwnPrice(int prompt, int output, int cached, decimal expected) =>
        Assert.Equal(expected, Stepped.Find("a.com", "Big")!.Of(prompt, output, cached));

    [Theory]
    [InlineData("a.com", "Big", "CNY")]
    [InlineData("A.COM", "BIG", "CNY")]
    [InlineData("b.com", "big", "USD")]
    [InlineData("c.com", "Big", null)]
    [InlineData("a.com", "Pro/Big", null)]
    [InlineData("", "", null)]
    public void Price_OfListAndId_IsFoundInAnyCase(string list, string id, string? currency) =>
        Assert.Equal(currency, Stepped.Find(list, id)?.Currency);

    [Fact]
    public void Steps_OfDifferentDays_AreDatedByTheOldest()
    {
        var price = Stepped.Find("a.com", "big")!;
        Assert.Equal((new DateOnly(2026, 8, 21), Provenance.CuratedTable), (price.AsOf, price.Source));
        Assert.Equal(2, Stepped.Count);
        Assert.Empty(Stepped.Mistakes);
    }

    [Fact]
    public void Price_OfZero_IsFreeAndNotUnknown()
    {
        var table = PriceTable.Parse("a\tfree\t0\tCNY\t0\t0\t\t2026-11");
        Assert.Equal(0, table.Find("a", "free")!.Of(1000, 1000));
        Assert.Null(table.Find("a", "unknown"));
    }

    [Theory]
    [InlineData("a\tm\t0\tCNY\t1\t2\t", "Expected 8 or 9 columns, found 7")]
    [InlineData("\tm\t0\tCNY\t1\t2\t\t2026-11", "list and id must not be empty, found '' and 'm'")]
    [InlineData("a\t\t0\tCNY\t1\t2\t\t2026-11", "found 'a' and ''")]
    [InlineData("a\tm\t32k\tCNY\t1\t2\t\t2026-11", "from must be a whole number of tokens, 0 for the first step, found '32k'")]
    [InlineData("a\tm\t-1\tCNY\t1\t2\t\t2026-11", "found '-1'")]
    [InlineData("a\tm\t\tCNY\t1\t2\t\t2026-11", "found ''")]
    [InlineData("a\tm\t5\tCNY\t1\t2\t\t2026-11", "from must be 0 in the first row of an id, found '5'")]
    [InlineData("a\tm\t0\tyuan\t1\t2\t\t2026-11", "currency must be a code of three capital letters such as CNY, found 'yuan'")]
    [InlineData("a\tm\t0\tCNY\tx\t2\t\t2026-11", "input and output must be prices from 0 to 1000000, found 'x' and '2'")]
    [InlineData("a\tm\t0\tCNY\t1\t\t\t2026-11", "found '1' and ''")]
    [InlineData("a\tm\t0\tCNY\t-1\t2\t\t2026-11", "found '-1' and '2'")]
    [InlineData("a\tm\t0\tCNY\t1\t1000001\t\t2026-11", "found '1' and '1000001'")]
    [InlineData("a\tm\t0\tCNY\t1\t2\t1,5\t2026-11", "cached must be empty or a price from 0 to 1000000, found '1,5'")]
    [InlineData("a\tm\t0\tCNY\t1\t2\t\t", "as_of must be a date such as 2026-08-21 or 2026-11, found ''")]
    [InlineData("a\tm\t0\tCNY\t1\t2\t\t21.8.2026", "found '21.8.2026'")]
    [InlineData("a\tK\t0\tCNY\t1\t2\t\t2026-11", "from must rise from row to row of an id, found '0' after '0'")]
    [InlineData("a\tk\t7\tUSD\t1\t2\t\t2026-11", "currency must be the same in all rows of an id, found 'USD' after 'CNY'")]
    public void Row_Bad_IsReportedWithLineAndValue_AndLeftOut(string row, string part)
    {
        var table = PriceTable.Parse(Header + "a\tk\t0\tCNY\t1\t2\t\t2026-11\n" + row + "\na\tlast\t0\tCNY\t1\t2\t\t2026-11");
        var mistake = Assert.Single(table.Mistakes);
        Assert.Equal(5, mistake.Line);
        Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(2, table.Count);
        Assert.Single(table.Find("a", "k")!.Steps);
    }

    [Fact]
    public void Table_OfTheRepository_IsWholeAndDated()
    {
        var table = ModelNameRows.Prices;
        Assert.Empty(table.Mistakes);
        Assert.True(table.Count > 100);

        // Read without the table's own reader, which would leave a bad row out.
        var rows =
            ModelNameRows.Config("prices.tsv").Split('\n').Where(l => l.Contains('\t') && !l.StartsWith('#')).Skip(1)
                .Select(l => l.Split('\t')).ToList();
        Assert.All(rows, r => Assert.Matches(@"^20\d\d-\d\d(-\d\d)?$", r[7]));
        Assert.All(rows, r => Assert.NotEqual("", r[8]));
        Assert.All(rows.GroupBy(r => (r[0] + "\t" + r[1]).ToUpperInvariant()), steps =>
        {
            var starts = steps.Select(r => int.Parse(r[2], null)).ToList();
            Assert.Equal(0, starts[0]);
            Assert.Equal(starts.Distinct().Order(), starts);
            Assert.Equal(starts, table.Find(steps.First()[0], steps.First()[1])!.Steps.Select(s => s.FromPromptTokens));
        });
    }

    [Theory]
    [InlineData("deepseek-ai/DeepSeek-V3", 2, 8)]
    [InlineData("Pro/Qwen/Qwen2.5-7B-Instruct", 0.35, 0.35)]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", 0, 0)]
    [InlineData("BAAI/bge-m3", 0, 0)]
    [InlineData("Pro/BAAI/bge-m3", 0.07, 0)]
    [InlineData("zai-org/GLM-5.2", 8, 28)]
    [InlineData("Pro/moonshotai/Kimi-K2.6", 6.5, 27)]
    public void Table_OfTheRepository_KnowsTheProCopyApart(string id, decimal input, decimal output)
    {
        var step = ModelNameRows.Prices.Find("siliconflow.cn", id)!.For(0);
        Assert.Equal((input, output), (step.Input, step.Output));
    }
}
