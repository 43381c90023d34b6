using System.Text;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

public class BodyIsRefusedTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData(HeadCases.Minimal + "x")]
    [InlineData(HeadCases.Minimal + HeadCases.Minimal)]
    [InlineData("""{"model":"Chat","messages":[{}],}""")]
    [InlineData("""{"model":"Chat","messages":[{}]} // comment""")]
    [InlineData("""{'model':'Chat','messages':[{}]}""")]
    public void Body_NotOneJsonObject_IsInvalidJson(string body) => Assert.Equal("invalid_json", HeadCases.Refuse(body).Code);

    [Fact]
    public void Body_Broken_PlaceIsNamed()
    {
        var error = HeadCases.Refuse("{\n  \"model\": \"Chat\",\n  \"messages\": [}\n}");
        Assert.Contains("line 3, byte 16.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Body_InvalidUtf8_IsInvalidJson()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(HeadCases.Minimal[..^1]), .. ",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var error = RequestHeadReader.Read(body, new RequestHead());
        Assert.Equal("invalid_json", error?.Code);
        Assert.Contains("UTF-8", error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"messages":[{}]}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"Chat"}""", "missing_required_parameter", "messages")]
    [InlineData("{}", "missing_required_parameter", "model")]
    [InlineData("""{"model":"","messages":[{}]}""", "invalid_value", "model")]
    [InlineData("""{"model":"Chat","messages":[]}""", "invalid_value", "messages")]
    public void Body_WithoutItsEssentials_NamesTheMember(string body, string code, string param)
    {
        var error = HeadCases.Refuse(body);
        Assert.Equal((code, param), (error.Code, error.Param));
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, "invalid_value")]
    public void Model_OfManyBytes_IsRefusedBeyondTheLimit(int length, string? code) =>
        Assert.Equal(code, HeadCases.TryRead($$"""{"model":"{{new string('m', length)}}","messages":[{}]}""", out _)?.Code);

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, "invalid_value")]
    public void Messages_Many_AreRefusedBeyondTheLimit(int count, string? code) =>
        Assert.Equal(code, HeadCases.TryRead(HeadCases.Saying("[" + string.Join(',', Enumerable.Repeat("{}", count)) + "]"), out _)?.Code);

    // What stands behind the limit is not read: it costs nothing, and is no other fault.
    [Theory]
    [InlineData("5]}")]
    [InlineData("{\"content\":7}]}")]
    [InlineData("{\"content\":")]
    [InlineData("]")]
    public void Messages_BeyondTheLimit_EndTheReading(string rest)
    {
        var error = HeadCases.Refuse($$"""{"model":"Chat","messages":[{{string.Concat(Enumerable.Repeat("{},", 4096))}}{},{{rest}}""");
        Assert.Contains("more than 4096", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "too_deep")]
    [InlineData(5000, "too_deep")]
    public void Nesting_OfUnknownMember_IsRefusedBeyondTheLimit(int depth, string? code)
    {
        // The body's own object is the first level.
        var value = new string('[', depth - 1) + new string(']', depth - 1);
        Assert.Equal(code, HeadCases.TryRead(HeadCases.With($"\"x\":{value}"), out _)?.Code);
    }
}
