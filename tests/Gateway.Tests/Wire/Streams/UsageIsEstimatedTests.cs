using Gateway.Wire.Answers;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Wire.Streams;

/// <summary>If a stream ends without figures, usage is estimated from the text that the client received, at any moment.</summary>
public class UsageIsEstimatedTests
{
    private const string EightLetters = "letters ";

    [Fact]
    public void Text_OfEveryKind_IsCounted()
    {
        var stream = Sse.Delta("""{"reasoning":"letters "}""") + Sse.Delta("""{"reasoning_content":"letters "}""") + Sse.Says(EightLetters)
            + Sse.Calls("""{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}      "}}""")
            + Sse.Says(EightLetters, choice: 1);
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Estimated, Prompt = 9, Output = 10 }, StreamCases.Repair(stream).Answer.Settle(9));
    }

    [Theory]
    [InlineData("""{"reasoning":"letters ","content":"letters "}""", 4)]
    [InlineData("""{"reasoning":"letters ","reasoning_content":"letters "}""", 2)]
    [InlineData("""{"reasoning":"letters ","reasoning_content":null}""", 2)]
    [InlineData("""{"content":null,"reasoning_content":""}""", 0)]
    [InlineData("""{"content":"模型模型模"}""", 3)]
    public void Text_OfOneDelta_IsCountedOnce(string delta, long tokens) =>
        Assert.Equal(tokens, StreamCases.Repair(Sse.Delta(delta)).Answer.TokensDelivered);

    // Digits by their length are four to a token; a token each is what the backend made of them.
    [Fact]
    public void Text_OfPiecesSmallerThanATokenByItsLength_IsATokenAPiece() =>
        Assert.Equal(303, StreamCases.Repair(string.Concat(Enumerable.Repeat(Sse.Says("7"), 303))).Answer.Settle(9).Output);

    [Fact]
    public void Text_WithMoreTokensThanPieces_IsCountedByItsLength() =>
        Assert.Equal(20, StreamCases.Repair(Sse.Says(new string('a', 40)) + Sse.Says(new string('b', 40))).Answer.TokensDelivered);

    [Theory]
    [InlineData("""{"role":"assistant","content":""}""", 0)]
    [InlineData("""{"content":null}""", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{"tool_calls":[]}""", 0)]
    [InlineData("""{"tool_calls":[{"index":0}]}""", 0)]
    [InlineData("""{"reasoning":"1"}""", 5)]
    [InlineData("""{"reasoning":"1","reasoning_content":"1"}""", 5)]
    [InlineData("""{"content":[{"type":"text","text":"1"}]}""", 5)]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}""", 5)]
    [InlineData("""{"tool_calls":[{"index":0,"function":{"arguments":"1"}}]}""", 5)]
    public void Events_AreAtokenEach_WhereTheySaySomething(string delta, long tokens) =>
        Assert.Equal(tokens, StreamCases.Repair(string.Concat(Enumerable.Repeat(Sse.Delta(delta), 5))).Answer.TokensDelivered);

    [Fact]
    public void Events_ThatAreNone_AreNoTokens()
    {
        var stream = ": keep-alive\n\n" + Sse.Delta("""{"role":"assistant","content":""}""") + "data:\n\n" + Sse.Says("1")
            + ": keep-alive\n\n" + Sse.Ends("stop");
        Assert.Equal(1, StreamCases.Repair(stream + Sse.Done).Answer.TokensDelivered);
    }

    [Fact]
    public void Choices_OfOneEvent_AreATokenEach()
    {
        var both =
            $$$"""{"model":"m","choices":[{{{Sse.Choice("{\"content\":\"1\"}")}}},{{{Sse.Choice("{\"content\":\"1\"}", index: 1)}}}]}""";
        Assert.Equal(10, StreamCases.Repair(string.Concat(Enumerable.Repeat(Sse.Data(both), 5))).Answer.TokensDelivered);
    }

    [Fact]
    public void Pieces_BeforeTheFigures_AreInThem()
    {
        var stream = string.Concat(Enumerable.Repeat(Sse.Says("1"), 30))
            + UsageShapes.Event("{}", """{"prompt_tokens":50,"completion_tokens":28}""");
        var answer = StreamCases.Repair(stream).Answer;
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Output = 28 }, answer.Settle(9));
        Assert.Equal(30, StreamCases.Repair(stream + Sse.Says("1") + Sse.Says("1")).Answer.Settle(9).Output);
    }

    [Theory]
    [InlineData("""{"error":{"message":"a very long story of what went wrong in the backend","code":500}}""")]
    [InlineData(
        """{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},"finish_reason":null}],"error":{"message":"boom"}}""")]
    [InlineData("""{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},"finish_reason":"abort"}]}""")]
    [InlineData("""{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},""")]
    [InlineData("""{"message":"a very long story of what went wrong","code":50505}""")]
    public void Text_OfAnError_IsNoOutput(string payload) =>
        Assert.Equal(2, StreamCases.Repair(Sse.Says(EightLetters) + Sse.Data(payload)).Answer.Settle(9).Output);

    [Fact]
    public void Text_BehindTheLastFigures_IsAddedToThem()
    {
        // Running totals that stop, as at a backend that tells now and then.
        var stream = UsageShapes.Event("""{"content":"letters letters "}""", """{"prompt_tokens":50,"completion_tokens":30}""")
            + Sse.Says(EightLetters);
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Estimated, Prompt = 50, Output = 32 }, StreamCases.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Stream_BrokenOffUnderRunningTotals_IsAsTheBackendToldLast()
    {
        var stream = UsageShapes.Event("""{"content":"a"}""", """{"prompt_tokens":50,"completion_tokens":1}""")
            + UsageShapes.Event("""{"content":"a long word"}""", """{"prompt_tokens":50,"completion_tokens":2}""");
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Output = 2 }, StreamCases.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Figures_OfAnAbortedAnswer_AreTheBackendsAllTheSame()
    {
        var stream = Sse.Says(EightLetters) + UsageShapes.Event("{}", """{"prompt_tokens":50,"completion_tokens":3}""", "\"abort\"");
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Output = 3 }, StreamCases.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Answer_ThatNeverBegan_HasNoOutput() =>
        Assert.Equal(0, StreamCases.Repair(Sse.Data("""{"error":"boom"}""")).Answer.Settle(9).Output);
}
