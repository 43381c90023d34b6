using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>No spelling of a name makes the line of a request read as if it held another field.</summary>
public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("Qwen/Qwen3-8B:free@8b-", "Qwen/Qwen3-8B:free@8b-")]
    [InlineData("编程", "编程")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\u3000b", "\"a\u3000b\"")]
    [InlineData("x key=admin", "\"x key=admin\"")]
    [InlineData("x\" key=\\admin", "\"x\\\" key=\\\\admin\"")]
    [InlineData("a\r\nb\u001b", "\"a\\u000d\\u000ab\\u001b\"")]
    [InlineData("a\u202eb\u200f\u2028", "\"a\\u202eb\\u200f\\u2028\"")]
    public void Name_ThatCouldBeMoreThanOne_IsQuoted(string? name, string? written) => Assert.Equal(written, LogText.Name(name));

    [Theory]
    [InlineData("goes to own, since cloud is down", "goes to own, since cloud is down")]
    [InlineData("goes to x status=200", "\"goes to x status=200\"")]
    public void Words_ThatCouldBeAField_AreQuoted(string words, string written) => Assert.Equal(written, LogText.Words(words));
}
