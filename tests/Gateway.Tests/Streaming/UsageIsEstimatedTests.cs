using Gateway.Protocol;

namespace Gateway.Tests.Streaming;

/// <summary>Where a stream ends without figures, what was delivered is estimated: at any moment, of text that the client got only.</summary>
public class UsageIsEstimatedTests
{
    private const string EightLetters = "letters ";

    [Fact]
    public void Text_OfEveryKind_IsCounted()
    {
        var stream = Sse.Delta("""{"reasoning":"letters "}""") + Sse.Delta("""{"reasoning_content":"letters "}""") + Sse.Says(EightLetters)
            + Sse.Calls("""{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}      "}}""") + Sse.Says(EightLetters, choice: 1);
        Assert.Equal(new TokenUsage { Source = UsageSource.Estimated, Prompt = 9, Output = 10 }, Streams.Repair(stream).Answer.Settle(9));
    }

    [Theory]
    [InlineData("""{"reasoning":"letters ","content":"letters "}""", 4)]
    [InlineData("""{"reasoning":"letters ","reasoning_content":"letters "}""", 2)]
    [InlineData("""{"reasoning":"letters ","reasoning_content":null}""", 2)]
    [InlineData("""{"content":null,"reasoning_content":""}""", 0)]
    [InlineData("""{"content":"模型模型模"}""", 3)]
    public void Text_OfOneDelta_IsCountedOnce(string delta, long tokens) => Assert.Equal(tokens, Streams.Repair(Sse.Delta(delta)).Answer.TokensDelivered);

    [Fact]
    public void Text_OfPiecesSmallerThanAToken_AddsUp() =>
        Assert.Equal(25, Streams.Repair(string.Concat(Enumerable.Repeat(Sse.Says("x"), 100))).Answer.TokensDelivered);

    [Theory]
    [InlineData("""{"error":{"message":"a very long story of what went wrong in the backend","code":500}}""")]
    [InlineData("""{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},"finish_reason":null}],"error":{"message":"boom"}}""")]
    [InlineData("""{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},"finish_reason":"abort"}]}""")]
    [InlineData("""{"model":"m","choices":[{"index":0,"delta":{"content":"a very long story"},""")]
    [InlineData("""{"message":"a very long story of what went wrong","code":50505}""")]
    public void Text_OfAnError_IsNoOutput(string payload) =>
        Assert.Equal(2, Streams.Repair(Sse.Says(EightLetters) + Sse.Data(payload)).Answer.Settle(9).Output);

    [Fact]
    public void Text_BehindTheLastFigures_IsAddedToThem()
    {
        // Running totals that stop, as at a backend that tells now and then.
        var stream = UsageShapes.Event("""{"content":"letters letters "}""", """{"prompt_tokens":50,"completion_tokens":30}""") + Sse.Says(EightLetters);
        Assert.Equal(new TokenUsage { Source = UsageSource.Estimated, Prompt = 50, Output = 32 }, Streams.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Stream_BrokenOffUnderRunningTotals_IsAsTheBackendToldLast()
    {
        var stream = UsageShapes.Event("""{"content":"a"}""", """{"prompt_tokens":50,"completion_tokens":1}""")
            + UsageShapes.Event("""{"content":"a long word"}""", """{"prompt_tokens":50,"completion_tokens":2}""");
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Output = 2 }, Streams.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Figures_OfAnAbortedAnswer_AreTheBackendsAllTheSame()
    {
        var stream = Sse.Says(EightLetters) + UsageShapes.Event("{}", """{"prompt_tokens":50,"completion_tokens":3}""", "\"abort\"");
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 50, Output = 3 }, Streams.Repair(stream).Answer.Settle(9));
    }

    [Fact]
    public void Answer_ThatNeverBegan_HasNoOutput() => Assert.Equal(0, Streams.Repair(Sse.Data("""{"error":"boom"}""")).Answer.Settle(9).Output);
}
