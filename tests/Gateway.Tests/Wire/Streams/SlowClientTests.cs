using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>A client may be slow, which is not the backend's fault. But one that reads nothing does not hold a backend for ever.</summary>
public class SlowClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Client_SlowerThanTheIdleLimit_IsNotTheBackendsFault()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        await BeginAsync(answer);
        answer.Time.Advance(Limit - Moment);
        Assert.Equal((AnswerEnd.None, false), (answer.Scope.Cause, answer.ClientIsAborted));
        answer.Source.Send(Sse.Ends("stop"));
        answer.Source.End();
        Assert.EndsWith(Sse.Done, await answer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatTakesNothing_IsLeft()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        await BeginAsync(answer);
        answer.Time.Advance(Limit);
        Assert.Equal((AnswerEnd.ClientClosed, true), (answer.Scope.Cause, answer.ClientIsAborted));
        Assert.True(answer.Scope.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Client_ThatTakesALittleNowAndThen_IsKept()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        await BeginAsync(answer);
        for (var i = 0; i < 10; i++)
        {
            answer.Time.Advance(Limit / 2);
            // It is there already, as from a backend that is faster than its client.
            answer.Source.Send(Sse.Says("c"));
            Assert.Equal(Sse.Says("c"), await answer.ReadOnceAsync());
        }

        Assert.False(answer.ClientIsAborted);
    }

    [Fact]
    public async Task Backend_ThatIsSilent_IsNotTheClientsFault()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        await BeginAsync(answer);
        var read = answer.ReadToEndAsync();
        answer.Time.Advance(Answer.IdleLimit);
        Assert.NotNull(Sse.ErrorAtEnd(await read));
        Assert.False(answer.ClientIsAborted);
    }

    [Fact]
    public async Task Drain_InTheClientsTurn_IsToldInTheStream()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        await BeginAsync(answer);
        answer.Drain();
        Assert.False(answer.ClientIsAborted);
        Assert.NotNull(Sse.ErrorAtEnd(await answer.ReadToEndAsync()));
    }

    // The clock stands on the client's side after a read that had to wait.
    private static async Task BeginAsync(Answer answer)
    {
        _ = await answer.ReadOnceAsync();
        var read = answer.ReadOnceAsync();
        answer.Source.Send(Sse.Says("b"));
        _ = await read;
    }
}
