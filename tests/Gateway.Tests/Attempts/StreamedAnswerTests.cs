using Gateway.Attempts;
using Gateway.Tests.Wire.Streams;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>A stream becomes an answer with its first event that has content. If it ends before that, it is not one.</summary>
public sealed class StreamedAnswerTests : IDisposable
{
    private readonly AnswerRig _rig = new(isStreamed: true);

    [Fact]
    public async Task Stream_ThatSaysSomething_IsCommitted()
    {
        using var stream = ScriptedStream.Of(": waits\n\n", Sse.Delta("""{"role":"assistant"}"""), Sse.Says("hi"));
        Assert.Null(await _rig.StreamedAsync(stream));
        Assert.NotNull(_rig.Record.Stream);
        Assert.NotNull(_rig.Record.Pieces);
        Assert.Equal((_rig.Scope, _rig.Request.Time.GetTimestamp()), (_rig.Record.Scope, _rig.Record.FirstByteAt));
        Assert.Equal(AnswerEnd.None, _rig.Record.Stream.End);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": waits\n\n")]
    [InlineData(Sse.Done)]
    [InlineData("data: nonsense\n\n")]
    public async Task Stream_ThatEndsBeforeItSaysAnything_IsNone(string text)
    {
        var fault = await _rig.StreamedAsync(ScriptedStream.Of(text).End());
        Assert.Equal(BackendFailure.BadAnswer, fault?.Kind);
        Assert.Equal((null, 0L), (_rig.Record.Stream, _rig.Record.FirstByteAt));
        Assert.NotNull(_rig.Record.Answer);
    }

    [Theory]
    [InlineData("rate limit reached", BackendFailure.RateLimited)]
    [InlineData("the server is overloaded", BackendFailure.Unavailable)]
    [InlineData("something broke", BackendFailure.BadAnswer)]
    public async Task Stream_ThatBeginsWithAnError_IsWhatItsWordsSay(string message, object kind)
    {
        var fault = await _rig.StreamedAsync(ScriptedStream.Of(Sse.Data(Replies.Error(message))).End());
        Assert.Equal((kind, message), ((object?)fault?.Kind, fault?.Message));
        Assert.Equal(AnswerEnd.BackendError, _rig.Record.FailedAs);
    }

    [Fact]
    public async Task Stream_ThatIsSilent_IsOverdue()
    {
        var judging = _rig.StreamedAsync(new ScriptedStream());
        _rig.Request.Time.Advance(AnswerRig.Limit);
        var fault = await judging.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((BackendFailure.Timeout, AnswerEnd.Stalled), (fault!.Kind, _rig.Record.FailedAs));
        Assert.Contains("within 5 seconds", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatShowsLife_HasItsTimeAnew()
    {
        using var rig = new AnswerRig(isStreamed: true);
        using var scope = new AttemptScope(
            rig.Request.Time, AnswerRig.Limit, default, default)
        { HasResponse = true, Alive = 10 * AnswerRig.Limit };
        using var stream = ScriptedStream.Of(": waits\n\n");
        using var response = new HttpResponseMessage { Content = new StreamContent(stream) };
        var streamed = new Gateway.Attempts.StreamedAnswer(rig.Request.Context, rig.Record, response, scope);
        var begins = streamed.BeginsAsync().AsTask();
        for (var i = 0; i < 4; i++)
        {
            rig.Request.Time.Advance(AnswerRig.Limit * 0.8);
            Assert.False(begins.IsCompleted);
            stream.Send(": waits\n\n");
            await Task.Run(() => SpinWait.SpinUntil(() => stream.IsDrained, TimeSpan.FromSeconds(20)));
        }

        stream.Send(Sse.Says("hi"));
        Assert.True(await begins.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Gateway_ThatStops_IsNoFaultOfTheStream()
    {
        var judging = _rig.StreamedAsync(new ScriptedStream());
        _rig.Request.Drain.EndNow();
        var fault = await judging.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((BackendFailure.Unavailable, "the gateway is shutting down"), (fault!.Kind, fault.Message));
    }

    // What all streams hold back together has a limit, and another may be shorter.
    [Fact]
    public async Task Stream_ForWhoseBeginningThereIsNoRoom_IsBusy()
    {
        var limit = _rig.Request.Snapshot.Config.Limits.HeldBack.Bytes;
        Assert.True(_rig.Request.Services.Held.TryTake(limit, limit));
        var fault = await _rig.StreamedAsync(ScriptedStream.Of("data: " + new string('a', 8000)));
        Assert.Equal(BackendFailure.Busy, fault?.Kind);
    }

    public void Dispose() => _rig.Dispose();
}
