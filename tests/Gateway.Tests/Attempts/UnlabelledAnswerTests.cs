using Gateway.Tests.Wire.Streams;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>If a stream was expected but the answer is not labelled as one, its content decides.</summary>
public sealed class UnlabelledAnswerTests : IDisposable
{
    private readonly AnswerRig _rig = new(isStreamed: true);

    [Theory]
    [InlineData(Replies.Json)]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Stream_WithoutItsLabel_IsOne(string? type)
    {
        var (fault, answer) = await _rig.UnlabelledAsync("\n\n" + Sse.Says("hi") + Sse.Ends("stop") + Sse.Done, type);
        Assert.Null(fault);
        Assert.EndsWith(Sse.Done, answer, StringComparison.Ordinal);
        Assert.Equal("hi", TextOf(answer!));
        Assert.NotNull(_rig.Record.Stream);
    }

    [Fact]
    public async Task Answer_ThatIsWhole_IsMadeIntoTheStream()
    {
        // With ends of lines between its parts, which a line of a stream has not.
        var (fault, answer) = await _rig.UnlabelledAsync(
            Replies.Whole("hi").Replace(",\"", ",\r\n\"", StringComparison.Ordinal), Replies.Json);
        Assert.Null(fault);
        Assert.EndsWith(Sse.Done, answer, StringComparison.Ordinal);
        Assert.Equal("hi", TextOf(answer!));
        Assert.Equal((9, 3), (_rig.Record.Answer!.Told.Prompt, _rig.Record.Answer.Told.Output));
    }

    [Theory]
    [InlineData("", "it was asked for a stream, and it answered 200 with an empty body.")]
    [InlineData("<html><body>Bad gateway</body></html>", "it was asked for a stream, and it answered 200 with a page: Bad gateway")]
    [InlineData("hello", "it was asked for a stream, and it answered 200 with something that is no chat answer (text/html, 5 bytes).")]
    public async Task Body_ThatIsNoAnswer_IsExplained(string body, string words)
    {
        var (fault, _) = await _rig.UnlabelledAsync(body, "text/html");
        Assert.Equal((BackendFailure.BadAnswer, words), (fault?.Kind, fault?.Message));
        Assert.Null(_rig.Record.Stream);
    }

    [Fact]
    public async Task Error_OfTheBackend_SpeaksForItself()
    {
        var (fault, _) = await _rig.UnlabelledAsync(Replies.Error("rate limit reached"), Replies.Json);
        Assert.Equal((BackendFailure.RateLimited, "rate limit reached"), (fault?.Kind, fault?.Message));
    }

    [Fact]
    public async Task Stream_WithoutItsLabelThatBeginsWithAnError_IsNone()
    {
        var (fault, _) = await _rig.UnlabelledAsync(Sse.Data(Replies.Error("rate limit reached")), null);
        Assert.Equal((BackendFailure.RateLimited, "rate limit reached"), (fault?.Kind, fault?.Message));
    }

    public void Dispose() => _rig.Dispose();

    private static string TextOf(string stream) => string.Concat(Sse.Choices(stream)
        .Select(static c => c.GetProperty("delta"))
        .Select(static d => d.TryGetProperty("content", out var text) ? text.GetString() : null));
}
