using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

public class UsageIsAskedForTests
{
    [Theory]
    [InlineData("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    [InlineData("\"stream\":true,\"stream_options\":null", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    [InlineData("\"stream\":true,\"stream_options\":{}", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    [InlineData("\"stream\":true,\"stream_options\":{ \n}", "\"stream\":true,\"stream_options\":{\"include_usage\":true \n}")]
    [InlineData("\"stream_options\":{\"x\":1},\"stream\":true", "\"stream_options\":{\"include_usage\":true,\"x\":1},\"stream\":true")]
    [InlineData("\"stream\":true,\"stream_options\":{ \"x\":{}}", "\"stream\":true,\"stream_options\":{\"include_usage\":true, \"x\":{}}")]
    [InlineData(
        "\"stream\":true,\"stream_options\":{\"include_usage\":false}", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    [InlineData(
        "\"stream\":true,\"stream_options\":{\"x\":1,\"include_usage\": null }",
        "\"stream\":true,\"stream_options\":{\"x\":1,\"include_usage\": true }")]
    public void StreamOptions_AnyShape_AskForUsage(string members, string expected) =>
        Assert.Equal(HeadCases.With(expected), Ask(HeadCases.With(members)));

    [Theory]
    [InlineData("\"stream\":false")]
    [InlineData("\"stream\":null,\"stream_options\":{}")]
    [InlineData("\"user\":\"x\"")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":1}")]
    public void Body_NotStreamedOrAskedAlready_IsLeft(string members) =>
        Assert.Equal(HeadCases.With(members), Ask(HeadCases.With(members)));

    [Fact]
    public void Body_WhiteSpaceAtItsEnd_IsKept() =>
        Assert.Equal(
            "{\"model\":\"m\",\"messages\":[{}],\"stream\":true ,\"stream_options\":{\"include_usage\":true}} \n",
            Ask("{\"model\":\"m\",\"messages\":[{}],\"stream\":true } \n"));

    private static string Ask(string body) => HeadCases.Edit(body, (bytes, head, edits) => RequestBody.AskForUsage(bytes, head, edits));
}
