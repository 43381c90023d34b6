namespace Gateway.Tests.Wire.Streams;

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
    [InlineData("""{"error":false}""", """{"choices":[]}""")]
    [InlineData("""{"error":{"message":"","type":"","code":null},"usage":5}""", """{"choices":[]}""")]
    public void Choices_MissingOrNoArray_AreEmpty(string payload, string expected)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Data(payload) + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(expected, Sse.Payloads(repaired.Text)[1]);
    }

    [Theory]
    [InlineData("""{"error":""}""", """{"index":0,"delta":{}}""")]
    [InlineData("""{"index":{"a":[1]},"delta":{"content":"b"}}""", """{"index":0,"delta":{"content":"b"}}""")]
    [InlineData("""{"index":[],"delta":{}}""", """{"index":0,"delta":{}}""")]
    [InlineData("""{"index":0,"delta":{"reasoning":"r"},"message":{"content":"b"}}""", """{"index":0,"delta":{"reasoning_content":"r"}}""")]
    [InlineData("""{"message":{"content":"b"},"index":0,"delta":{"content":"c"}}""", """{"index":0,"delta":{"content":"c"}}""")]
    [InlineData(
        """{"index":0,"delta":{"reasoning":"r"},"delta":{"reasoning":"s"},"index":1,"finish_reason":null,"finish_reason":"eos"}""",
        """{"index":0,"delta":{"reasoning_content":"r"},"finish_reason":null}""")]
    [InlineData(
        """{"index":0,"delta":{"content":[{"text":"b"}],"reasoning":"r","content":"c","tool_calls":null,"reasoning":"s"}}""",
        """{"index":0,"delta":{"content":null,"reasoning_content":"r","tool_calls":null}}""")]
    public void Choice_OfAnOddShape_IsOneThatClientsRead(string choice, string expected)
    {
        var repaired = StreamCases.Repair(
            Sse.Says("a", choice: 1) + Sse.Data($$"""{"id":"c","choices":[{{choice}}]}""") + Sse.Ends("stop") + Sse.Ends("stop", 1)
                + Sse.Done);
        Assert.Equal($$"""{"id":"c","choices":[{{expected}}]}""", Sse.Payloads(repaired.Text)[1]);
        Assert.EndsWith(Sse.Ends("stop") + Sse.Ends("stop", 1) + Sse.Done, repaired.Text, StringComparison.Ordinal);
    }

    // MiniMax's last event: all of the text once more, as the message of an answer that is not streamed.
    [Fact]
    public void Message_BehindDeltas_IsNoMoreText()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Says("b")
            + Sse.Data(
                """{"id":"c1","object":"chat.completion","choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","content":"ab"}}]}""") + Sse.Done);
        Assert.Equal("ab", Sse.Text(repaired.Text, "content"));
        Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
        // A server that streams messages alone means each of them.
        repaired = StreamCases.Repair(
            Sse.Says("a").Replace("\"delta\"", "\"message\"", StringComparison.Ordinal)
                + Sse.Says("b").Replace("\"delta\"", "\"message\"", StringComparison.Ordinal) + Sse.Ends("stop") + Sse.Done);
        Assert.Equal("ab", Sse.Text(repaired.Text, "content"));
    }

    [Theory]
    [InlineData("""{"choices":["a"],"usage":{"prompt_tokens":1},"x":"y"}""")]
    [InlineData("""{"type":"\ud83d"}""")]
    [InlineData("""{"object":"\ude00x"}""")]
    [InlineData("""{"choices":[],"choices":[{"delta":{"content":"x"}}],"usage":{},"usage":{"prompt_tokens":1}}""")]
    public void Event_OfNoUse_DoesNotBreakTheStream(string payload)
    {
        foreach (var keepsUsage in new[] { true, false })
        {
            var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Data(payload) + Sse.Ends("stop") + Sse.Done, keepsUsage);
            Assert.Equal("a", Sse.Text(repaired.Text, "content"));
            Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
        }
    }

    [Theory]
    [InlineData("""{"role":null,"content":"a"}""", """{"content":"a"}""")]
    [InlineData("""{"content":"a","role":null}""", """{"content":"a"}""")]
    [InlineData("""{"role":null}""", "{}")]
    [InlineData("""{"role":"model","content":"a"}""", """{"role":"assistant","content":"a"}""")]
    [InlineData("""{"role":"","content":"a"}""", """{"role":"","content":"a"}""")]
    [InlineData("""{"role":"assistant"}""", """{"role":"assistant"}""")]
    public void Role_OfADelta_IsOneThatClientsTake(string delta, string expected) =>
        Assert.Equal(
            Sse.Delta(expected) + Sse.Ends("stop") + Sse.Done, StreamCases.Repair(Sse.Delta(delta) + Sse.Ends("stop") + Sse.Done).Text);

    [Theory]
    [InlineData(": ping\n\n", ": keep-alive\n\n")]
    [InlineData(": ping - 2026-01-01\n\n", ": keep-alive\n\n")]
    [InlineData(": keep-alive\n\n", ": keep-alive\n\n")]
    [InlineData(": OPENROUTER PROCESSING\n\n", ": OPENROUTER PROCESSING\n\n")]
    [InlineData(":\n\n", ":\n\n")]
    public void Comment_ThatEndsContinuesStream_IsReplaced(string comment, string expected) =>
        Assert.Equal(
            expected + Sse.Says("a") + expected + Sse.Ends("stop") + Sse.Done,
            StreamCases.Repair(comment + Sse.Says("a") + comment + Sse.Ends("stop") + Sse.Done).Text);

    [Theory]
    [InlineData("data:{0}\n\n")]
    [InlineData("data:   {0}\n\n")]
    [InlineData("data: {0}\r\n\r\n")]
    [InlineData("id: 7\nevent: message\ndata: {0}\n\n")]
    public void Edit_OfAnEvent_LeavesTheRestOfItsLine(string format)
    {
        const string Payload = """{"choices":[{"index":0,"delta":{"reasoning":"r"},"finish_reason":null}]}""";
        var repaired = StreamCases.Repair(format.Replace("{0}", Payload, StringComparison.Ordinal) + Sse.Ends("stop"));
        var expected = format.Replace(
            "{0}", Payload.Replace("reasoning", "reasoning_content", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((expected + Sse.Ends("stop") + Sse.Done).ReplaceLineEndings("\n"), repaired.Text.ReplaceLineEndings("\n"));
    }
}
