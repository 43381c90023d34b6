using System.Text;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Bytes;

namespace Gateway.Tests.Wire.Bytes;

public sealed class WholeNumberTests
{
    [Theory]
    [InlineData("1000", 1000L, false)]
    [InlineData("1000.0", 1000L, true)]
    [InlineData("1e3", 1000L, true)]
    [InlineData("1.5E1", 15L, true)]
    [InlineData("-1.0", -1L, true)]
    [InlineData("0.000", 0L, true)]
    [InlineData("9223372036854775807", long.MaxValue, false)]
    public void Number_ThatIsWhole_IsRead_HoweverItIsWritten(string json, long expected, bool isOdd)
    {
        var bytes = Encoding.ASCII.GetBytes(json);
        Assert.True(WholeNumber.TryRead(bytes, out var value));
        Assert.Equal((expected, isOdd), (value, WholeNumber.IsOdd(bytes)));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e-3")]
    [InlineData("1e400")]
    [InlineData("9223372036854775808")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public void Anything_Else_IsNone(string json) => Assert.False(WholeNumber.TryRead(Encoding.ASCII.GetBytes(json), out _));

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public void Limit_WrittenWithAFraction_IsTaken(string name) =>
        Assert.Equal(1000, HeadCases.Read(HeadCases.With($"\"{name}\":1000.0")).MaxTokens);

    [Fact]
    public void Choices_WrittenWithAnExponent_AreTaken() => Assert.Equal(2, HeadCases.Read(HeadCases.With("\"n\":2e0")).N);
}
