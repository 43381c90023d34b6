using CsCheck;
using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public class UnitsAreReadTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("0s", 0)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("24h", 86_400_000)]
    public void Duration_WithItsUnit_IsRead(string text, int milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("5w")]
    [InlineData("2147483648s")]
    [InlineData("2147483647h")]
    public void Duration_WrittenOtherwise_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("1B", 1)]
    [InlineData("512KiB", 512L << 10)]
    [InlineData("32MiB", 32L << 20)]
    [InlineData("3GiB", 3L << 30)]
    public void Size_WithItsUnit_IsRead(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size.Bytes);
        Assert.Equal(text, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("32")]
    [InlineData("MiB")]
    [InlineData("32MB")]
    [InlineData("32mib")]
    [InlineData("-1B")]
    [InlineData("1.5MiB")]
    public void Size_WrittenOtherwise_IsRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Fact]
    public void Duration_Formatted_ReadsAsItself() => Gen.Int[0, 100_000_000].Sample(milliseconds =>
    {
        Assert.True(Duration.TryParse(Duration.Format(TimeSpan.FromMilliseconds(milliseconds)), out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    });

    [Fact]
    public void Size_Formatted_ReadsAsItself() => Gen.Int[0, int.MaxValue].Sample(bytes =>
    {
        Assert.True(ByteSize.TryParse(new ByteSize(bytes).ToString(), out var size));
        Assert.Equal(bytes, size.Bytes);
    });
}
