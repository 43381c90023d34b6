using System.Globalization;
using Gateway.Attempts;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Attempts;

/// <summary>The headers with which a backend asks for a pause.</summary>
public sealed class RetryAfterTests
{
    private const double Most = 3600;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("12", 12.0)]
    [InlineData(" 12 ", 12.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("12.75", 12.75)]
    [InlineData("86400", Most)]
    [InlineData("4294967296", Most)]
    [InlineData("99999999999999999999999999999999999999999999", Most)]
    [InlineData("0", null)]
    [InlineData("0.0", null)]
    [InlineData("-5", null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", Most)]
    [InlineData("1e3", null)]
    [InlineData("1,000", null)]
    [InlineData("60, 120", 120.0)]
    [InlineData("120, soon", 120.0)]
    public void Seconds_InAnyForm_AreRead(string value, double? seconds) => Assert.Equal(seconds, Read(("Retry-After", value)));

    [Theory]
    [InlineData(30.0, 30.0)]
    [InlineData(86400.0, Most)]
    [InlineData(0.0, null)]
    [InlineData(-86400.0, null)]
    public void Date_CountsFromNow(double inSeconds, double? seconds) =>
        Assert.Equal(seconds, Read(("Retry-After", _time.GetUtcNow().AddSeconds(inSeconds).ToString("R", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("1500", 1.5)]
    [InlineData("86400000", Most)]
    [InlineData("0", null)]
    public void Milliseconds_HaveAHeaderOfTheirOwn(string value, double? seconds) => Assert.Equal(seconds, Read(("retry-after-ms", value)));

    [Fact]
    public void BothHeaders_AreReadByTheFiner() => Assert.Equal(1.5, Read(("Retry-After", "2"), ("Retry-After-Ms", "1500")));

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    public void FinerHeader_ThatSaysNothing_LeavesTheOther(string value) =>
        Assert.Equal(2, Read(("Retry-After", "2"), ("retry-after-ms", value)));

    [Fact]
    public void Header_OnTwoLines_IsReadByTheLaterEnd() => Assert.Equal(7, Read(("Retry-After", "7"), ("Retry-After", "2")));

    [Fact]
    public void NoHeader_IsNoWait() => Assert.Null(Read());

    private double? Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return RetryAfter.Read(response, _time)?.TotalSeconds;
    }
}
