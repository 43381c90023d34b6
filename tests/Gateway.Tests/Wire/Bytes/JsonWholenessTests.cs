using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Bytes;

public class JsonWholenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData(" { \"a\" : [ 1 , {} , [] ] } ")]
    [InlineData("\"a\\\"b\\u00e9\"")]
    [InlineData("-0.5e+10")]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("null ")]
    public void Text_WholeOrNothing_IsWhole(string text) => Assert.True(IsWhole(text));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("[1,]")]
    [InlineData("[}")]
    [InlineData("{]")]
    [InlineData("\"a\\\"")]
    [InlineData("tru")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("01")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("nulll")]
    public void Text_HalfOrBroken_IsNotWhole(string text) => Assert.False(IsWhole(text));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_BeyondTheLimit_IsNotWhole(int depth, bool whole) =>
        Assert.Equal(whole, IsWhole(new string('[', depth) + new string(']', depth)));

    [Fact]
    public void Object_EveryProperPrefix_IsNotWhole() => JsonTexts.Object.Sample(json =>
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.False(IsWhole(bytes.AsSpan(0, length)), json[..Math.Min(json.Length, length)]);
        }

        Assert.True(IsWhole(bytes));
    }, iter: 3_000);

    [Fact]
    public void Text_Damaged_IsWholeOnlyIfTheFrameworkReadsIt() =>
        Mutation.Of(JsonTexts.Object.Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
        {
            // What it accepts beyond JSON is the inside of strings, which it does not judge.
            if (!bytes.AsSpan().ContainsAny((byte)'"', (byte)'\\'))
            {
                Assert.Equal(Reads(bytes), IsWhole(bytes));
            }
        }, iter: 20_000);

    private static bool IsWhole(string text) => IsWhole(Encoding.UTF8.GetBytes(text));

    private static bool IsWhole(ReadOnlySpan<byte> text)
    {
        var wholeness = new JsonWholeness();
        wholeness.Add(text);
        return wholeness.IsWhole;
    }

    private static bool Reads(byte[] bytes)
    {
        if (!bytes.AsSpan().ContainsAnyExcept(" \t\r\n"u8))
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
