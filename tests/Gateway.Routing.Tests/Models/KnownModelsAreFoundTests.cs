using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class KnownModelsAreFoundTests
{
    [Theory]
    [InlineData("gemma-3", "gemma3:4b", true)]
    [InlineData("gemma-3", "Gemma-3-4b-it", true)]
    [InlineData("gemma-3", "gemma3n:e4b", false)]
    [InlineData("qwen-3", "qwen3.5:9b", false)]
    [InlineData("qwen-3", "org/Qwen3_8B", true)]
    [InlineData("qwen-3 8b", "qwen3:18b", false)]
    [InlineData("qwen-3 8b", "qwen3:8b", true)]
    [InlineData("mixtral", "dolphin-mixtral", false)]
    [InlineData("*mixtral", "dolphin-mixtral", true)]
    [InlineData("cosy*", "CosyVoice2", true)]
    [InlineData("r1$", "r1", true)]
    [InlineData("r1$", "r1:latest", false)]
    public void Pattern_OnName_Matches(string match, string id, bool expected) =>
        Assert.Equal(expected, KnownModels.Parse(match + "\t\t\t\t\t\t\t\t2026-11").Find(ModelName.Parse(id)) is not null);

    [Fact]
    public void Rows_ManyMatch_TheLongestFillsEachColumn()
    {
        var table = KnownModels.Parse(
            "foo\tv\tfoo\t10\t\t\tVision\t100\t2026-08-21\tthere\r\nfoo big\t\t\t70\t\t\t-Vision\t\t2026-11\t\r\n");
        var found = table.Find(ModelName.Parse("foo:big"));
        Assert.Equal(
            new KnownModel("foo big; foo", "v", "foo", 70, null, null, Tag.None, Tag.Vision, 100, new DateOnly(2026, 8, 21), "there"),
            found);
    }

    [Theory]
    [InlineData("foo", "Expected 9 or 10 columns")]
    [InlineData("*\t\t\t\t\t\t\t\t2026-11", "match")]
    [InlineData("foo\t\t\tx\t\t\t\t\t2026-11", "params_b")]
    [InlineData("foo\t\t\t-1\t\t\t\t\t2026-11", "params_b")]
    [InlineData("foo\t\t\t\t\t\tCoding\t\t2026-11", "'Coding'")]
    [InlineData("foo\t\t\t\t\t\t7\t\t2026-11", "tags")]
    [InlineData("foo\t\t\t\t\t\t\t1.5\t2026-11", "context")]
    [InlineData("foo\t\t\t\t\t\t\t\tlately", "as_of")]
    public void Row_Bad_IsReportedWithItsLine(string row, string part)
    {
        var table = KnownModels.Parse("# a comment\n\nmatch\tvendor\n" + row + "\nbar\t\t\t\t\t\t\t\t2026-11");
        var mistake = Assert.Single(table.Mistakes);
        Assert.Equal(4, mistake.Line);
        Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(1, table.Count);
    }
}
