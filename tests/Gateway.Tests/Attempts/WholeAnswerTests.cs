using Gateway.Attempts;
using Gateway.Tests.Wire.Streams;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>Which bodies with status 200 are answers, and what is reported about the others.</summary>
public sealed class WholeAnswerTests : IDisposable
{
    private const string BrokenCall =
        """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]},"finish_reason":"tool_calls"}]}""";

    private readonly AnswerRig _rig = new(isStreamed: false);

    [Fact]
    public async Task Answer_ThatIsWhole_IsCommittedWithItsTokens()
    {
        var (fault, answer) = await _rig.WholeAsync(Replies.Whole("hi"));
        Assert.Null(fault);
        Assert.Equal("hi", Replies.TextOf(answer!));
        Assert.Equal((9, 3), (_rig.Record.Answer!.Told.Prompt, _rig.Record.Answer.Told.Output));
        Assert.Equal(_rig.Request.Time.GetTimestamp(), _rig.Record.FirstByteAt);
        Assert.Null(_rig.Record.Stream);
    }

    [Fact]
    public async Task Answer_BehindAMarkOfItsEncoding_IsCommittedWithoutIt()
    {
        var (fault, answer) = await _rig.WholeAsync("\uFEFF" + Replies.Whole("hi"));
        Assert.Null(fault);
        Assert.StartsWith("{", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_BehindEmptyLines_IsCommittedWithoutThem()
    {
        var (fault, answer) = await _rig.WholeAsync("\n\n  " + Replies.Whole("hi"));
        Assert.Null(fault);
        Assert.StartsWith("{", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Replies.Json, "it answered 200 with an empty body.")]
    [InlineData(" \r\n\t", Replies.Json, "it answered 200 with an empty body.")]
    [InlineData("""{"made":"up"}""", Replies.Json, "it answered 200 with JSON that is broken or no chat answer.")]
    [InlineData("""{"choices":[{"index":0,""", Replies.Json, "it answered 200 with JSON that is broken or no chat answer.")]
    [InlineData("<html><body>Bad gateway</body></html>", "text/html", "it answered 200 with a page: Bad gateway")]
    [InlineData("hello", "text/plain", "it answered 200 with something that is no chat answer (text/plain, 5 bytes).")]
    [InlineData("hello", null, "it answered 200 with something that is no chat answer (of no type, 5 bytes).")]
    [InlineData(BrokenCall, Replies.Json, "it broke off in the middle of a tool call: the arguments are not whole.")]
    public async Task Body_ThatIsNoAnswer_IsNotQuotedButExplained(string body, string? type, string words)
    {
        var (fault, _) = await _rig.WholeAsync(body, type);
        Assert.Equal((BackendFailure.BadAnswer, words), (fault?.Kind, fault?.Message));
        Assert.Equal(0, _rig.Record.FirstByteAt);
    }

    // By their own words, as if they had come with the status that they mean.
    [Theory]
    [InlineData("rate limit reached", null, BackendFailure.RateLimited)]
    [InlineData("insufficient balance", null, BackendFailure.OutOfCredit)]
    [InlineData("maximum context length is 4096 tokens", null, BackendFailure.ContextTooLong)]
    [InlineData("x", "model_not_found", BackendFailure.ModelMissing)]
    [InlineData("x", "invalid_api_key", BackendFailure.Credential)]
    [InlineData("the server is overloaded", null, BackendFailure.Unavailable)]
    [InlineData("something broke", null, BackendFailure.BadAnswer)]
    [InlineData("something broke", "500", BackendFailure.BadAnswer)]
    public async Task Error_UnderStatus200_IsWhatItsWordsSay(string message, string? code, object kind)
    {
        var (fault, _) = await _rig.WholeAsync(Replies.Error(message, code));
        Assert.Equal((kind, message), ((object?)fault?.Kind, fault?.Message));
        Assert.NotNull(fault!.Said);
    }

    [Fact]
    public async Task Stream_ThatNobodyAskedFor_IsNoAnswerButItsTokensCount()
    {
        var (fault, _) = await _rig.WholeAsync(Sse.Says("hi") + Sse.Ends("stop") + Sse.Usage(9, 3) + Sse.Done, Replies.EventStream);
        Assert.Equal((BackendFailure.BadAnswer, "it was asked for a whole answer and sent a stream."), (fault?.Kind, fault?.Message));
        Assert.Equal((9, 3), (_rig.Record.Answer!.Told.Prompt, _rig.Record.Answer.Told.Output));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,""", true)]
    [InlineData("""{"made":"up"}""", false)]
    [InlineData("hello", false)]
    public async Task Answer_ThatHadBegun_HasReadItsPrompt(string body, bool wasBegun)
    {
        await _rig.WholeAsync(body);
        Assert.Equal(wasBegun, _rig.Record.WasBegun);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,""", true)]
    [InlineData("""{"err""", false)]
    public async Task Connection_ThatBreaksInTheMiddle_Throws(string body, bool wasBegun)
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(ScriptedStream.Of(body).End(new IOException("lost"))) };
        await Assert.ThrowsAsync<IOException>(
            () => WholeAnswer.ReadAsync(_rig.Request.Context, _rig.Record, response, _rig.Scope).AsTask());
        Assert.Equal(wasBegun, _rig.Record.WasBegun);
    }

    public void Dispose() => _rig.Dispose();
}
