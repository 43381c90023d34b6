using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

public class BackendFallsSilentTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Silence_InTheMiddle_EndsAtTheIdleLimit()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        Assert.Equal(Sse.Says("a"), await answer.ReadOnceAsync());
        var read = answer.ReadToEndAsync();
        answer.Time.Advance(Answer.IdleLimit - Moment);
        Assert.False(read.IsCompleted);
        answer.Time.Advance(Moment);
        Assert.Equal("The backend sent nothing for 5 seconds.", Sse.ErrorAtEnd(await read));
        Assert.Equal(AnswerEnd.Stalled, answer.Repair.End);
    }

    [Fact]
    public async Task Silence_BrokenInTime_StartsTheLimitAnew()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        _ = await answer.ReadOnceAsync();
        for (var i = 0; i < 5; i++)
        {
            var read = answer.ReadOnceAsync();
            answer.Time.Advance(Answer.IdleLimit - Moment);
            answer.Source.Send(Sse.Says("b"));
            Assert.Equal(Sse.Says("b"), await read);
        }
    }

    [Fact]
    public async Task Silence_BeforeTheFirstEvent_EndsAtTheFirstLimit()
    {
        using var answer = new Answer(ScriptedStream.Of(": keep-alive\n\n"));
        var peek = answer.Stream.PeekAsync().AsTask();
        answer.Time.Advance(Answer.FirstLimit - Moment);
        answer.Source.Send(": keep-alive\n\n");
        Assert.False(peek.IsCompleted);
        answer.Time.Advance(Moment);
        Assert.False(await peek);
        Assert.Equal((AnswerEnd.Stalled, AnswerEnd.Stalled), (answer.Scope.Cause, answer.Repair.End));
    }
}
