using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

public class RequestHeadIsReadTests
{
    [Fact]
    public void Model_AnyPosition_RangeHoldsItsQuotes()
    {
        const string Body = """{ "messages": [{"role":"user","content":"hi"}], "模": 1, "model" : "qwen3:8b" }""";
        var head = HeadCases.Read(Body);
        Assert.Equal("\"qwen3:8b\"", head.Model.Text(Body));
    }

    [Fact]
    public void Model_NameWrittenWithEscapes_IsFound()
    {
        const string Body = """{"mod\u0065l":"Chat","messages":[{}]}""";
        Assert.Equal("\"Chat\"", HeadCases.Read(Body).Model.Text(Body));
    }

    [Theory]
    [InlineData("\"stream\":true", true)]
    [InlineData("\"stream\":false", false)]
    [InlineData("\"stream\":null", false)]
    [InlineData("\"user\":\"x\"", false)]
    public void Stream_AsWritten_IsRead(string member, bool expected) =>
        Assert.Equal(expected, HeadCases.Read(HeadCases.With(member)).Stream);

    [Theory]
    [InlineData("""{"include_usage":true}""", true)]
    [InlineData("""{"include_usage":false}""", false)]
    [InlineData("""{"include_usage":null}""", false)]
    [InlineData("""{"other":{"include_usage":true}}""", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    public void StreamOptions_AsWritten_IsRead(string value, bool includesUsage)
    {
        var body = HeadCases.With("\"stream\":true,\"stream_options\":" + value);
        var head = HeadCases.Read(body);
        Assert.Equal(includesUsage, head.IncludeUsage);
        Assert.Equal(value, head.StreamOptions.Text(body));
    }

    [Theory]
    [InlineData("\"max_tokens\":7", 7L)]
    [InlineData("\"max_completion_tokens\":8", 8L)]
    [InlineData("\"max_output_tokens\":9", 9L)]
    [InlineData("\"max_tokens\":7,\"max_completion_tokens\":5", 7L)]
    [InlineData("\"max_tokens\":5,\"max_completion_tokens\":7", 7L)]
    [InlineData("\"max_tokens\":-1,\"max_output_tokens\":null", null)]
    [InlineData("\"max_tokens\":0", null)]
    [InlineData("\"max_completion_tokens\":-0.0", null)]
    [InlineData("\"max_output_tokens\":-1e3", null)]
    [InlineData("\"max_tokens\":-1,\"max_completion_tokens\":5", 5L)]
    [InlineData("\"max_tokens\":null", null)]
    [InlineData("\"user\":\"x\"", null)]
    public void MaxTokens_AnySibling_LargestIsRead(string members, long? expected) =>
        Assert.Equal(expected, HeadCases.Read(HeadCases.With(members)).MaxTokens);

    [Theory]
    [InlineData("\"n\":3", 3L)]
    [InlineData("\"n\":null", 1L)]
    [InlineData("\"user\":\"x\"", 1L)]
    public void N_AsWritten_IsRead(string member, long expected) => Assert.Equal(expected, HeadCases.Read(HeadCases.With(member)).N);

    [Theory]
    [InlineData("\"tools\":[{}]", true)]
    [InlineData("\"functions\":[{}]", true)]
    [InlineData("\"tools\":[{}],\"functions\":[]", true)]
    [InlineData("\"tools\":[]", false)]
    [InlineData("\"tools\":null,\"functions\":null", false)]
    public void Tools_AsWritten_AreFound(string members, bool expected) =>
        Assert.Equal(expected, HeadCases.Read(HeadCases.With(members)).HasTools);

    [Theory]
    [InlineData("\"suffix\":\"b\"", true, false)]
    [InlineData("\"prefix\":\"a\"", false, true)]
    [InlineData("\"suffix\":\"\",\"prefix\":\"\"", false, false)]
    [InlineData("\"suffix\":\"x\",\"prefix\":\"y\"", true, true)]
    [InlineData("\"suffix\":null,\"prefix\":null", false, false)]
    public void FillInTheMiddle_AsWritten_IsFound(string members, bool suffix, bool prefix)
    {
        var head = HeadCases.Read(HeadCases.With(members));
        Assert.Equal((suffix, prefix), (head.HasSuffix, head.HasPrefix));
    }

    [Fact]
    public void Messages_Several_AreCounted() =>
        Assert.Equal(
            3,
            HeadCases.Read(
                HeadCases.Saying("""[{"role":"system"},{"content":null},{"content":["a",{"type":"text","text":"b"}]}]""")).Messages);

    [Fact]
    public void UnknownMembers_OfAnyKind_AreIgnored()
    {
        var head = HeadCases.Read(
            HeadCases.With("\"a\":{\"model\":1,\"stream\":[]},\"Models\":5,\"x\":[[\"stream\",true]],\"stream \":true"));
        Assert.False(head.Stream);
        Assert.Equal(MediaKind.None, head.Media);
    }

    [Fact]
    public void End_WhiteSpaceBehind_IsTheLastBrace()
    {
        const string Body = HeadCases.Minimal + " \r\n\t";
        Assert.Equal(HeadCases.Minimal.Length - 1, HeadCases.Read(Body).End);
    }
}
