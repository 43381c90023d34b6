using Gateway.Configuration;

namespace Gateway.Tests.Wire.Streams;

public class ReasoningIsRenamedTests
{
    [Theory]
    [InlineData("reasoning")]
    [InlineData("reasoning_content")]
    public void Reasoning_UnderEitherName_IsReasoningContent(string name)
    {
        var stream = Sse.Delta($$"""{"role":"assistant","content":"","{{name}}":"思\n"}""") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream.Replace($"\"{name}\"", "\"reasoning_content\"", StringComparison.Ordinal), StreamCases.Repair(stream).Text);
    }

    [Theory]
    [InlineData("reasoning")]
    [InlineData("reasoning_content")]
    public void Reasoning_KeyWantsReasoning_IsReasoning(string name)
    {
        var stream = Sse.Delta($$"""{"{{name}}":"r"}""") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(
            stream.Replace($"\"{name}\"", "\"reasoning\"", StringComparison.Ordinal),
            StreamCases.Repair(stream, reasoning: ReasoningField.Reasoning).Text);
    }

    [Theory]
    [InlineData("""{"reasoning":"r","reasoning_content":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning_content":"r","reasoning":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning_content":"r","reasoning":"r","content":null}""", """{"reasoning_content":"r","content":null}""")]
    [InlineData(
        """{"reasoning_content":"r","content":null, "reasoning" : {"text":"r"} }""", """{"reasoning_content":"r","content":null }""")]
    [InlineData("""{"reasoning":null,"reasoning_content":null,"content":"c"}""", """{"reasoning_content":null,"content":"c"}""")]
    [InlineData("""{"reasoning_content":"r","reasoning":"r","role":null}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"role":null,"reasoning":"r","reasoning_content":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning":null}""", """{"reasoning_content":null}""")]
    [InlineData("""{"reasoning_content":null,"reasoning":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning":"r","reasoning_content":null}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning":"r","reasoning_content":""}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"role":null,"reasoning_content":null,"reasoning":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning":"r","role":null,"reasoning_content":null}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning":"r","reasoning_content":null,"role":null}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning_content":null,"role":null,"reasoning":"r"}""", """{"reasoning_content":"r"}""")]
    [InlineData("""{"reasoning_content":null,"reasoning":"r","content":null}""", """{"reasoning_content":"r","content":null}""")]
    public void Reasoning_BothNamesOrNull_OneIsLeft(string delta, string expected)
    {
        var repaired = StreamCases.Repair(Sse.Delta(delta) + Sse.Ends("stop") + Sse.Done);
        // Only white space may be left of what was removed.
        Assert.Equal(Compact(Sse.Delta(expected) + Sse.Ends("stop") + Sse.Done), Compact(repaired.Text));
    }

    [Fact]
    public void Reasoning_UnderTheNameThatIsNotNull_IsSplitFromContent()
    {
        var repaired = StreamCases.Repair(
            Sse.Delta("""{"content":"c","reasoning_content":null,"reasoning":"r"}""") + Sse.Ends("stop") + Sse.Done);
        var expected = Sse.Delta("""{"content":null,"reasoning_content":"r"}""")
            + Sse.Delta("""{"content":"c","reasoning_content":null}""");
        Assert.StartsWith(Compact(expected), Compact(repaired.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Reasoning_OutsideADelta_IsLeft()
    {
        var stream = Sse.Data(
            """{"reasoning":"x","choices":[{"index":0,"reasoning":"y","delta":{"content":"{\"reasoning\":1}"},"finish_reason":null}]}""")
                + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    private static string Compact(string stream) => stream.Replace(" ", "", StringComparison.Ordinal);
}
