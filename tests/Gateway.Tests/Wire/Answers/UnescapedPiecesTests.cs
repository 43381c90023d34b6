using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Tests.Wire.Bytes;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Answers;

/// <summary>Tool arguments travel as the text of JSON strings, which may be cut between two characters or inside one.</summary>
public class UnescapedPiecesTests
{
    [Theory]
    [InlineData("""{\"a\":\"\\\"\"}""")]
    [InlineData("""{\u0022a\u0022\u003a[1]\u007d""")]
    [InlineData("""{\n\t\"a\":\r1\f\b}""", false)]
    [InlineData("""{\n\t\"a\":\r1}""")]
    [InlineData("\\\"\\ud83d\\ude00\\/\\\"")]
    [InlineData("""{\"a\":\"b\\\\\"}""")]
    [InlineData("""{\"a\":\"b\\\"}""", false)]
    [InlineData("""{\"a\u2003\":1}""")]
    [InlineData("""{\u2003\"a\":1}""", false)]
    public void Text_WithEscapes_IsJudgedWithoutThem(string escaped, bool whole = true) => Assert.Equal(whole, IsWhole(escaped));

    [Fact]
    public void Text_EscapedByAWriter_IsWholeAndNoPrefixIs() => JsonTexts.Object.Sample(json =>
    {
        for (var length = 1; length <= json.Length; length++)
        {
            // The default encoder escapes all beyond ASCII, and half of a pair is written as such.
            var escaped = string.Concat(
                json[..length].Select(c => char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : JsonSerializer.Serialize(c)[1..^1]));
            Assert.Equal(length == json.Length, IsWhole(escaped));
        }
    }, iter: 150);

    [Theory]
    [InlineData("{\\\"a\\\":\\\"\\ud83d", "\\ude00\\\"}")]
    [InlineData("{\\\"a\\\":\\\"\\\\", "u00e9\\\"}")]
    [InlineData("{\\\"a\\\":\\\"\\\\u0", "0e9\\\"}")]
    public void Pieces_TornInsideACharacter_AreJudgedAsOne(string first, string second)
    {
        var wholeness = new JsonWholeness();
        JsonText.Unescape(Encoding.UTF8.GetBytes(first), wholeness);
        Assert.False(wholeness.IsWhole);
        JsonText.Unescape(Encoding.UTF8.GetBytes(second), wholeness);
        Assert.True(wholeness.IsWhole);
    }

    private static bool IsWhole(string escaped)
    {
        var wholeness = new JsonWholeness();
        JsonText.Unescape(Encoding.UTF8.GetBytes(escaped), wholeness);
        return wholeness.IsWhole;
    }
}
