using Gateway.Routing.Models;
using static Gateway.Routing.Tests.Models.BookRow;

namespace Gateway.Routing.Tests.Models;

public class PricesAreFoundTests
{
    private const string Header = "# a comment\r\n\r\nlist\tid\tunit\r\n";

    private static readonly PriceTable Stepped = PriceTable.Parse(
        Header + Of("Big", "1", "2", "0.5", list: "a.com") + "\r\n"
            + Of("big", "10", "20", from: "1000", list: "a.com", source: "third-party", asOf: "2026-08-21") + "\tolder\r\n"
            + Of("Big", "7", "7", currency: "USD", list: "b.com"));

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(999, 1, 2)]
    [InlineData(1000, 10, 20)]
    [InlineData(1001, 10, 20)]
    public void Step_ByPromptLength_HoldsFromItsStartOn(int prompt, decimal input, decimal output)
    {
        var step = PriceOf(Stepped, "Big", "a.com")!.For(prompt);
        Assert.Equal((input, output), (step.Input, step.Output));
    }

    [Theory]
    [InlineData(100, 50, 0, 0.0002)]
    [InlineData(100, 50, 40, 0.00018)]
    [InlineData(100, 50, 4000, 0.00015)]
    [InlineData(100, 50, -5, 0.0002)]
    [InlineData(2000, 50, 1000, 0.021)]
    public void Request_IsPaidByOneStep_AndCachedTokensByTheirOwnPrice(int prompt, int output, int cached, decimal expected) =>
        Assert.Equal(expected, PriceOf(Stepped, "Big", "a.com")!.Of(prompt, output, cached));

    [Theory]
    [InlineData("a.com", "Big", "CNY")]
    [InlineData("A.COM", "BIG", "CNY")]
    [InlineData("b.com", "big", "USD")]
    [InlineData("c.com", "Big", null)]
    [InlineData("a.com", "Pro/Big", null)]
    [InlineData("", "", null)]
    public void Price_OfListAndId_IsFoundInAnyCase(string list, string id, string? currency) =>
        Assert.Equal(currency, PriceOf(Stepped, id, list)?.Currency);

    [Fact]
    public void Steps_OfDifferentDays_AreDatedByTheOldest_AndTrustedAsTheLeast()
    {
        var price = PriceOf(Stepped, "big", "a.com")!;
        Assert.Equal(
            (new DateOnly(2026, 8, 21), Provenance.CuratedTable, PriceOrigin.ThirdParty), (price.AsOf, price.Source, price.Origin));
        Assert.Equal(2, Stepped.Count);
        Assert.Empty(Stepped.Mistakes);
    }

    [Fact]
    public void Price_OfZero_IsFreeAndNotUnknown()
    {
        var table = PriceTable.Parse(Of("free", "0", "0"));
        Assert.Equal(0, PriceOf(table, "free")!.Of(1000, 1000));
        Assert.Null(PriceOf(table, "unknown"));
    }

    [Fact]
    public void Price_OfSeveralUnits_IsOne()
    {
        var table = PriceTable.Parse(string.Join(
            '\n', Of("m", "1", "2", write: "3", thought: "4"), Of("m", "0.3", "", from: "", unit: "picture"),
            Of("m", "0.5", "", from: "", unit: "minute")));
        var price = PriceOf(table, "m")!;
        Assert.Equal((3m, 4m), (price.For(0).CacheWrite, price.For(0).Reasoning));
        Assert.Equal([new UnitPrice(PriceUnit.Picture, 0.3m), new UnitPrice(PriceUnit.Minute, 0.5m)], price.Units);
        Assert.False(price.IsFree);
    }

    [Fact]
    public void Dearest_OfAStep_CountsWhatItMayTurnOutToBe()
    {
        var table = PriceTable.Parse(string.Join(
            '\n', Of("m", "1", "2", "0.1", write: "1.25", thought: "8"), Of("m", "0.5", "1", from: "100")));
        var price = PriceOf(table, "m")!;
        // A longer prompt is cheaper here, and nobody knows yet how long it is.
        Assert.Equal((1.25m, 8m), (price.DearestFor(500, 10).DearestInput, price.DearestFor(500, 10).DearestOutput));
    }

    [Fact]
    public void BookAbove_ReplacesItsListsAsAWhole()
    {
        var book = Stepped.With(PriceTable.Parse(Of("Other", "9", "9", list: "A.com")));
        Assert.Null(book.Find("a.com", "Big"));
        Assert.Equal(9, PriceOf(book, "other", "a.com")!.For(0).Input);
        Assert.Equal("USD", PriceOf(book, "Big", "b.com")!.Currency);
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
        Assert.All(rows, r => Assert.Matches(@"^20\d\d-\d\d(-\d\d)?$", r[15]));
        Assert.All(rows, r => Assert.Matches("^(official|third-party|unknown)$", r[14]));
        Assert.All(rows, r => Assert.NotEqual("", r[16]));
        Assert.Equal(
            ["deepseek.com", "deepseek.com/usd", "siliconflow.cn", "siliconflow.com"], rows.Select(r => r[0]).Distinct().Order());
    }

    [Fact]
    public void Table_OfTheRepository_HasNoPriceOfWhatHasEnded()
    {
        var lives = ModelLives.Parse(ModelNameRows.Config("model-lives.tsv"));
        Assert.Empty(lives.Mistakes);
        Assert.Empty(ModelNameRows.Prices.All
            .Where(e => lives.Find(e.List, e.Id) is { } life && life.IsOver(Now) && e.Price.At(Now) is not null)
            .Select(e => e.Id));
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
        var step = PriceOf(ModelNameRows.Prices, id, "siliconflow.cn")!.For(0);
        Assert.Equal((input, output), (step.Input, step.Output));
    }
}
