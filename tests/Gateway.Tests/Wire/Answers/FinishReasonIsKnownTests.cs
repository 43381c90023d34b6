using Gateway.Tests.Wire.Streams;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Answers;

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
    [InlineData("Stop", "stop")]
    [InlineData("eos_token", "stop")]
    [InlineData("COMPLETE", "stop")]
    [InlineData("END_TURN", "stop")]
    [InlineData("pause_turn", "stop")]
    [InlineData("st\\u006fp", "stop")]
    [InlineData("模型", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("max-tokens", "length")]
    [InlineData("maxTokens", "length")]
    [InlineData("Max Tokens", "length")]
    [InlineData("max_output_tokens", "length")]
    [InlineData("FinishReason.MAX_TOKENS", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("max_length", "length")]
    [InlineData("ERROR_LIMIT", "length")]
    [InlineData("LENGTH", "length")]
    [InlineData("content-filter", "content_filter")]
    [InlineData("ContentFilter", "content_filter")]
    [InlineData("refusal", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("BLOCKLIST", "content_filter")]
    [InlineData("SPII", "content_filter")]
    [InlineData("IMAGE_SAFETY", "content_filter")]
    [InlineData("guardrail_intervened", "content_filter")]
    [InlineData("TOOL_CALLS", "tool_calls")]
    [InlineData("tool-calls", "tool_calls")]
    public void Reason_OfABackend_IsOneOfFour(string reason, string expected)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends(reason) + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Ends(expected) + Sse.Done, repaired.Text);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("eos")]
    [InlineData("end_turn")]
    [InlineData("stop")]
    [InlineData("STOP")]
    [InlineData("function_call")]
    [InlineData("whatever")]
    public void Reason_UnknownAfterToolCalls_IsToolCalls(string reason)
    {
        var call = Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""");
        Assert.Equal(call + Sse.Ends("tool_calls") + Sse.Done, StreamCases.Repair(call + Sse.Ends(reason) + Sse.Done).Text);
    }

    [Fact]
    public void Reason_EmptyOnEveryEvent_IsNullUntilTheEnd()
    {
        var repaired = StreamCases.Repair(
            Sse.Delta("""{"content":"a"}""", "\"\"") + Sse.Delta("""{"content":"b"}""", "\"\"") + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Says("b") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Fact]
    public void Reason_EmptyAtTheEnd_IsSynthesised()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("") + Sse.Done);
        Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("abort")]
    [InlineData("ERROR")]
    [InlineData("aborted")]
    [InlineData("network_error")]
    [InlineData("internal-error")]
    [InlineData("insufficient_system_resource")]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("USER_CANCEL")]
    [InlineData("cancelled")]
    [InlineData("timeout")]
    [InlineData("failed")]
    [InlineData("rate_limit_exceeded")]
    public void Reason_SaysItGaveUp_IsAnError(string reason)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends(reason) + Sse.Done);
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
        var repaired = StreamCases.Repair(
            Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\""}}""") + Sse.Ends(reason)
                + Sse.Done);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("stop", false)]
    [InlineData("END_TURN", false)]
    [InlineData("max-tokens", false)]
    [InlineData("whatever", true)]
    public void Reason_ThatNobodyKnows_IsNoted(string reason, bool isUnknown) =>
        Assert.Equal(isUnknown, StreamCases.Repair(Sse.Says("a") + Sse.Ends(reason) + Sse.Done).Answer.HasUnknownReason);

    [Theory]
    [InlineData("\"null\"")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("{\"type\":\"stop\"}")]
    public void Reason_ThatIsNoWord_IsNull(string reason)
    {
        var repaired = StreamCases.Repair(Sse.Delta("""{"content":"a"}""", reason) + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Fact]
    public void Reason_OnEveryEvent_StandsOnceAtTheEnd()
    {
        var repaired = StreamCases.Repair(
            Sse.Delta("""{"role":"assistant","content":""}""", "\"stop\"") + Sse.Delta("""{"content":"a"}""", "\"stop\"")
            + Sse.Delta("""{"content":""}""", "\"stop\"") + Sse.Delta("""{"content":"b"}""", "\"max_tokens\"") + Sse.Done);
        Assert.Equal(
            Sse.Delta("""{"role":"assistant","content":""}""") + Sse.Says("a") + Sse.Says("") + Sse.Says("b") + Sse.Ends("length")
                + Sse.Done, repaired.Text);
    }

    [Fact]
    public void Reason_OnEveryEventOfACall_IsJudgedAtTheEnd()
    {
        var pieces =
            new[]
            {
                """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":"}}""",
                """{"index":0,"function":{"arguments":"1}"}}"""
            }
            .Select(call => Sse.Delta($$"""{"tool_calls":[{{call}}]}""", "\"stop\"")).ToList();
        Assert.Equal(["tool_calls"], Sse.FinishReasons(StreamCases.Repair(string.Concat(pieces) + Sse.Done).Text));
        Assert.Contains("tool call", Sse.ErrorAtEnd(StreamCases.Repair(pieces[0] + Sse.Done).Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reason_BesideText_StandsBeforeTheUsage(bool keepsUsage)
    {
        var repaired = StreamCases.Repair(Sse.Delta("""{"content":"a"}""", "\"stop\"") + Sse.Usage(3, 4) + Sse.Done, keepsUsage);
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + (keepsUsage ? Sse.Usage(3, 4) : "") + Sse.Done, repaired.Text);
    }

    // Where reasons were seen in the middle of the text, none of them is the end.
    [Fact]
    public void Reason_OnEveryEventBeforeABreak_DoesNotMakeItWhole()
    {
        var stream = Sse.Delta("""{"content":"a"}""", "\"stop\"") + Sse.Delta("""{"content":"b"}""", "\"stop\"");
        Assert.Equal(StreamCases.CutShort, Sse.ErrorAtEnd(StreamCases.Repair(stream).Text));
    }

    [Fact]
    public void Reason_SaidTwice_StandsOnce()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop") + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(["stop"], Sse.FinishReasons(repaired.Text));
    }

    [Theory]
    [InlineData("function_call")]
    [InlineData("stop")]
    [InlineData("tool_calls")]
    [InlineData("FUNCTION-CALL")]
    public void Reason_OfACallInTheOldForm_IsFunctionCall(string reason)
    {
        var call = Sse.Delta("""{"function_call":{"name":"f","arguments":""}}""")
            + Sse.Delta("""{"function_call":{"arguments":"{\"a\":1}"}}""");
        Assert.Equal(call + Sse.Ends("function_call") + Sse.Done, StreamCases.Repair(call + Sse.Ends(reason) + Sse.Done).Text);
    }

    [Theory]
    [InlineData("function_call")]
    [InlineData("stop")]
    [InlineData("")]
    public void Reason_OfHalfACallInTheOldForm_IsAnError(string reason)
    {
        var call = Sse.Delta("""{"function_call":{"name":"f","arguments":"{\"a\":"}}""");
        Assert.Contains("tool call", Sse.ErrorAtEnd(StreamCases.Repair(call + Sse.Ends(reason) + Sse.Done).Text), StringComparison.Ordinal);
    }
}
