using Gateway.Wire.Errors;

namespace Gateway.Tests.Wire.Heads;

public class WrongTypeTests
{
    [Theory]
    [InlineData("model", "5", "a string", "a number")]
    [InlineData("model", "null", "a string", "null")]
    [InlineData("model", "[]", "a string", "an array")]
    [InlineData("model", "{}", "a string", "an object")]
    [InlineData("stream", "\"true\"", "true or false", "a string")]
    [InlineData("stream", "1", "true or false", "a number")]
    [InlineData("stream_options", "[]", "an object", "an array")]
    [InlineData("stream_options", "true", "an object", "true or false")]
    [InlineData("max_tokens", "\"5\"", "a whole number", "a string")]
    [InlineData("max_completion_tokens", "false", "a whole number", "true or false")]
    [InlineData("max_output_tokens", "{}", "a whole number", "an object")]
    [InlineData("n", "[]", "a whole number", "an array")]
    [InlineData("messages", "\"hi\"", "an array", "a string")]
    [InlineData("messages", "null", "an array", "null")]
    [InlineData("tools", "{}", "an array", "an object")]
    [InlineData("functions", "\"f\"", "an array", "a string")]
    [InlineData("suffix", "5", "a string", "a number")]
    [InlineData("prefix", "[]", "a string", "an array")]
    public void Member_OfWrongType_IsNamedWithBothTypes(string name, string value, string wanted, string got)
    {
        var error = HeadCases.Refuse($$"""{"{{name}}":{{value}},"later":"member"}""");
        Assert.Equal(("invalid_type", name), (error.Code, error.Param));
        Assert.Equal($"'{name}' must be {wanted}, not {got}.", error.Message);
    }

    [Theory]
    [InlineData("max_tokens", "1.5")]
    [InlineData("max_tokens", "99999999999999999999")]
    [InlineData("n", "1e400")]
    public void Number_NotWhole_IsRefused(string name, string value)
    {
        var error = HeadCases.Refuse(HeadCases.With($"\"{name}\":{value}"));
        Assert.Equal(("invalid_value", name), (error.Code, error.Param));
    }

    [Theory]
    [InlineData("""[5]""", "messages[0]")]
    [InlineData("""[{},"hi"]""", "messages[1]")]
    [InlineData("""[{"content":{}}]""", "messages[0].content")]
    [InlineData("""[{},{"content":5}]""", "messages[1].content")]
    public void Message_OfWrongType_IsNamedWithItsPlace(string messages, string param)
    {
        var error = HeadCases.Refuse(HeadCases.Saying(messages));
        Assert.Equal(("invalid_type", param), (error.Code, error.Param));
    }

    [Fact]
    public void IncludeUsage_OfWrongType_IsNamed()
    {
        var error = HeadCases.Refuse(HeadCases.With("\"stream_options\":{\"include_usage\":1}"));
        Assert.Equal(("invalid_type", "stream_options.include_usage"), (error.Code, error.Param));
    }

    [Fact]
    public void Faults_SeveralInOneBody_FirstIsReported() =>
        Assert.Equal("stream", HeadCases.Refuse("""{"stream":5,"model":7,"messages":8}""").Param);
}
