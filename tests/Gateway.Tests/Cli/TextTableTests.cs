using Gateway.Cli;

namespace Gateway.Tests.Cli;

public sealed class TextTableTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("编程", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("ﾊﾝ", 2)]
    [InlineData("한국", 4)]
    [InlineData("\u1112\u1161\u11AB", 2)]
    [InlineData("日本語モデル", 12)]
    [InlineData("🚀", 2)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤️", 2)]
    [InlineData("❤", 1)]
    [InlineData("✓", 1)]
    [InlineData("—…", 2)]
    [InlineData("a\u200Bb", 2)]
    [InlineData("", 0)]
    [InlineData("𠮷", 2)]
    public void Text_TakesAsManyColumns_AsATerminalShows(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Fact]
    public void Columns_BeginInOnePlace_WhateverTheNames()
    {
        string[] names = ["plain", "编程助手", "🚀 fast", "cafe\u0301", "모델"];
        var table = TextTable.Format([["NAME", "OWNER", "COUNT"], .. names.Select(static n => new[] { n, n, "7" })], static i => i == 2);
        var lines = table.TrimEnd('\n').Split('\n');
        var widest = names.Max(TextWidth.Of);
        foreach (var (name, line) in names.Zip(lines.Skip(1)))
        {
            Assert.Equal(
                name + new string(' ', widest - TextWidth.Of(name) + 2) + name + new string(' ', widest - TextWidth.Of(name) + 2) + "    7",
                line);
        }
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u001B[2Jb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2028b")]
    public void Character_ThatMovesWhatFollows_IsShownAsAReplacement(string name)
    {
        var lines = TextTable.Format([["A", "B"], [name, "x"]]).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains('\uFFFD', lines[1]);
        Assert.DoesNotContain(lines[1], char.IsControl);
    }
}
