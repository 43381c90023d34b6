using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Clients fail or loop without a finish reason, and wait without [DONE].</summary>
public class MissingEndIsWrittenTests
{
    private const string Call = """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""";

    [Fact]
    public void FinishReason_DoneWithoutIt_IsStop()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Done);
        Assert.Equal(
            Sse.Says("a")
            + Sse.Data(
                """{"id":"chatcmpl-r1","object":"chat.completion.chunk","created":1,"model":"Chat","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Sse.Done,
            repaired.Text);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Fact]
    public void FinishReason_DoneAfterToolCalls_IsToolCalls() =>
        Assert.Equal(["tool_calls"], Sse.FinishReasons(StreamCases.Repair(Sse.Calls(Call) + Sse.Done).Text));

    [Fact]
    public void FinishReason_OneOfTwoChoicesMissing_IsWrittenForThatOne()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Says("b", 1) + Sse.Ends("length") + Sse.Done);
        var last = Sse.Choices(repaired.Text)[^1];
        Assert.Equal((1, "stop"), (last.GetProperty("index").GetInt32(), last.GetProperty("finish_reason").GetString()));
        Assert.Equal(["length", "stop"], Sse.FinishReasons(repaired.Text));
    }

    [Fact]
    public void FinishReason_OpenEventBefore_IsAnEventOfItsOwn()
    {
        var repaired = StreamCases.Repair(Sse.Says("a")[..^1] + Sse.Done);
        Assert.Equal("a", Sse.Text(repaired.Text, "content"));
        Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public void Done_MissingAfterAFinishReason_IsWritten(string lineEnd)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop").TrimEnd() + lineEnd);
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + Sse.Done, repaired.Text.ReplaceLineEndings("\n"));
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": keep-alive\n\n")]
    public void Done_WithoutAnyAnswer_IsAnError(string before)
    {
        var repaired = StreamCases.Repair(before + Sse.Done);
        Assert.Contains("without an answer", Sse.ErrorAtEnd(repaired.Text), StringComparison.Ordinal);
        Assert.False(repaired.Repair.HasStarted);
    }

    [Fact]
    public void End_NeitherReasonNorDone_IsAnError()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Says("b"));
        Assert.Equal(StreamCases.CutShort, Sse.ErrorAtEnd(repaired.Text));
        Assert.Equal(
            "ab",
            string.Concat(
                Sse.Deltas(repaired.Text[..repaired.Text.IndexOf("data: {\"error\"", StringComparison.Ordinal)])
                    .Select(d => d.GetProperty("content").GetString())));
        Assert.Equal(AnswerEnd.Truncated, repaired.End);
    }

    [Fact]
    public void End_OneOfTwoChoicesUnfinished_IsAnError()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Says("b", 1) + Sse.Ends("stop"));
        Assert.Equal(StreamCases.CutShort, Sse.ErrorAtEnd(repaired.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(80)]
    public void End_InTheMiddleOfAnEvent_IsTruncated(int missing)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop").TrimEnd()[..^missing]);
        Assert.NotEmpty(Sse.ErrorAtEnd(repaired.Text));
        Assert.Equal(AnswerEnd.Truncated, repaired.End);
        Assert.Empty(Sse.FinishReasons(repaired.Text));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(100, true)]
    public void End_BeforeAllChoicesBegan_IsAnError(int choices, bool isError)
    {
        var stream = Sse.Says("a") + Sse.Ends("stop");
        var repaired = StreamCases.Run(StreamCases.NewRepair(choices: choices), System.Text.Encoding.UTF8.GetBytes(stream));
        Assert.Equal(isError ? AnswerEnd.Truncated : AnswerEnd.Complete, repaired.End);
        // A server that makes one whatever it is asked for says so at its end.
        Assert.Equal(
            AnswerEnd.Complete,
            StreamCases.Run(StreamCases.NewRepair(choices: choices), System.Text.Encoding.UTF8.GetBytes(stream + Sse.Done)).End);
    }
}
