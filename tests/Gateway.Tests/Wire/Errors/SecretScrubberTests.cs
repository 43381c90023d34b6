using Gateway.Wire.Errors;

namespace Gateway.Tests.Wire.Errors;

public class SecretScrubberTests
{
    [Theory]
    [InlineData("Key backend-secret-1 is bad; backend-secret-1!", "Key [redacted] is bad; [redacted]!")]
    [InlineData("xbackend-secret-1x", "x[redacted]x")]
    [InlineData("Incorrect API key provided: sk-abcd1234efgh.", "Incorrect API key provided: [redacted].")]
    [InlineData("Incorrect API key provided: sk-ab***********wxyz", "Incorrect API key provided: [redacted]")]
    [InlineData("SK-ABCD1234EFGH", "[redacted]")]
    [InlineData("Authorization: Bearer abc.def.ghi", "Authorization: Bearer [redacted]")]
    [InlineData("authorization: bearer   abc.def.ghi failed", "authorization: bearer   [redacted] failed")]
    [InlineData("short and ordinary words", "short and ordinary words")]
    [InlineData("task-force sk-1", "task-force sk-1")]
    [InlineData("", "")]
    public void Text_WithCredentials_HasThemTakenOut(string text, string expected) =>
        Assert.Equal(expected, new SecretScrubber(["backend-secret-1", "short"]).Scrub(text));

    [Fact]
    public void Text_VeryLong_IsCutAfterItsSecretsWereFound()
    {
        var text = new SecretScrubber(["backend-secret-1"]).Scrub(new string('x', 995) + "backend-secret-1" + new string('y', 5000));
        Assert.Equal(new string('x', 995) + "[reda...", text);
    }

    [Fact]
    public void Text_NoSecretsConfigured_LosesWhatLooksLikeOne() =>
        Assert.Equal("[redacted]", SecretScrubber.None.Scrub("sk-gw-abcdef123456"));
}
