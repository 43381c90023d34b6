using Gateway.Streaming;

namespace Gateway.Tests.Streaming;

/// <summary>opencode repeats a request for ever on a reason it does not know, and the .NET SDK throws.</summary>
public class FinishReasonIsKnownTests
{
    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("eos", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("STOP", "stop")]
    [InlineData("anything else", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_length", "length")]
    [InlineData("repetition", "length")]
    [InlineData("sensitive", "content_filter")]
    [InlineData("safety", "content_filter")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    public void Reason_OfABackend_IsOneOfFour(string reason, string expected)
    {
        var repaired = Streams.Repair(Sse.Says("a") + Sse.Ends(reason) + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Ends(expected) + Sse.Done, repaired.Text);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("eos")]
    [InlineData("end_turn")]
    public void Reason_UnknownAfterToolCalls_IsToolCalls(string reason)
    {
        var call = Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""");
        Assert.Equal(call + Sse.Ends("tool_calls") + Sse.Done, Streams.Repair(call + Sse.Ends(reason) + Sse.Done).Text);
    }

    [Fact]
    public void Reason_EmptyOnEveryEvent_IsNullUntilTheEnd()
    {
        var repaired = Streams.Repair(Sse.Delta("""{"content":"a"}""", "\"\"") + Sse.Delta("""{"content":"b"}""", "\"\"") + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Says("b") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Fact]
    public void Reason_EmptyAtTheEnd_IsSynthesised()
    {
        var repaired = Streams.Repair(Sse.Says("a") + Sse.Ends("") + Sse.Done);
        Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("abort")]
    public void Reason_SaysItGaveUp_IsAnError(string reason)
    {
        var repaired = Streams.Repair(Sse.Says("a") + Sse.Ends(reason) + Sse.Done);
        Assert.Contains("gave up", Sse.ErrorAtEnd(repaired.Text), StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.BackendError, repaired.End);
        Assert.Empty(Sse.FinishReasons(repaired.Text));
    }

    [Theory]
    [InlineData("length")]
    [InlineData("max_tokens")]
    [InlineData("sensitive")]
    public void Reason_AdmitsTheCut_HalfAToolCallPasses(string reason)
    {
        var repaired = Streams.Repair(Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\""}}""") + Sse.Ends(reason) + Sse.Done);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }
}
