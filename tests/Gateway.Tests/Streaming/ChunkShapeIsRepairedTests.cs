namespace Gateway.Tests.Streaming;

/// <summary>AI SDK, Cline and opencode refuse events that differ from OpenAI's schema.</summary>
public class ChunkShapeIsRepairedTests
{
    [Theory]
    [InlineData("{}", """{"choices":[]}""")]
    [InlineData("{ }", """{"choices":[] }""")]
    [InlineData("""{"id":"x"}""", """{"choices":[],"id":"x"}""")]
    [InlineData(""" {"id":"x"}""", """{"choices":[],"id":"x"}""")]
    [InlineData("""{"choices":null,"id":"x"}""", """{"choices":[],"id":"x"}""")]
    [InlineData("""{"choices":{"a":[1]},"id":"x"}""", """{"choices":[],"id":"x"}""")]
    public void Choices_MissingOrNoArray_AreEmpty(string payload, string expected)
    {
        var repaired = Streams.Repair(Sse.Says("a") + Sse.Data(payload) + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(expected, Sse.Payloads(repaired.Text)[1]);
    }

    [Theory]
    [InlineData("""{"role":null,"content":"a"}""", """{"content":"a"}""")]
    [InlineData("""{"content":"a","role":null}""", """{"content":"a"}""")]
    [InlineData("""{"role":null}""", "{}")]
    [InlineData("""{"role":"model","content":"a"}""", """{"role":"assistant","content":"a"}""")]
    [InlineData("""{"role":"","content":"a"}""", """{"role":"","content":"a"}""")]
    [InlineData("""{"role":"assistant"}""", """{"role":"assistant"}""")]
    public void Role_OfADelta_IsOneThatClientsTake(string delta, string expected) =>
        Assert.Equal(Sse.Delta(expected) + Sse.Ends("stop") + Sse.Done, Streams.Repair(Sse.Delta(delta) + Sse.Ends("stop") + Sse.Done).Text);

    [Theory]
    [InlineData(": ping\n\n", ": keep-alive\n\n")]
    [InlineData(": ping - 2026-01-01\n\n", ": keep-alive\n\n")]
    [InlineData(": keep-alive\n\n", ": keep-alive\n\n")]
    [InlineData(": OPENROUTER PROCESSING\n\n", ": OPENROUTER PROCESSING\n\n")]
    [InlineData(":\n\n", ":\n\n")]
    public void Comment_ThatEndsContinuesStream_IsReplaced(string comment, string expected) =>
        Assert.Equal(
            expected + Sse.Says("a") + expected + Sse.Ends("stop") + Sse.Done,
            Streams.Repair(comment + Sse.Says("a") + comment + Sse.Ends("stop") + Sse.Done).Text);

    [Theory]
    [InlineData("data:{0}\n\n")]
    [InlineData("data:   {0}\n\n")]
    [InlineData("data: {0}\r\n\r\n")]
    [InlineData("id: 7\nevent: message\ndata: {0}\n\n")]
    public void Edit_OfAnEvent_LeavesTheRestOfItsLine(string format)
    {
        const string Payload = """{"choices":[{"index":0,"delta":{"reasoning":"r"},"finish_reason":null}]}""";
        var repaired = Streams.Repair(format.Replace("{0}", Payload, StringComparison.Ordinal) + Sse.Ends("stop"));
        var expected = format.Replace("{0}", Payload.Replace("reasoning", "reasoning_content", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((expected + Sse.Ends("stop") + Sse.Done).ReplaceLineEndings("\n"), repaired.Text.ReplaceLineEndings("\n"));
    }
}
