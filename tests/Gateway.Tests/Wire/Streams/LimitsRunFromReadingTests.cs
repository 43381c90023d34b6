using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// A time limit counts from the last read. A process that was paused or too busy checks once more before it calls a backend silent.
/// </summary>
public class LimitsRunFromReadingTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Pause_InWhichTheBackendWroteOn_CutsNothing()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        Assert.Equal(Sse.Says("a"), await answer.ReadOnceAsync());
        var read = answer.ReadOnceAsync();
        // The timer is the first to run when the process goes on, and what lies in the socket is read behind it.
        answer.Time.Advance(Pause);
        answer.Source.Send(Sse.Says("b"));
        Assert.Equal(Sse.Says("b"), await read);
        Assert.Equal(AnswerEnd.None, answer.Scope.Cause);

        answer.Source.Send(Sse.Ends("stop"));
        answer.Source.End();
        Assert.EndsWith(Sse.Done, await answer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_BeforeTheFirstEvent_CutsNothing()
    {
        using var answer = new Answer(new ScriptedStream());
        var peek = answer.Stream.PeekAsync().AsTask();
        answer.Time.Advance(Answer.FirstLimit + Pause);
        answer.Source.Send(Sse.Says("a"));
        Assert.True(await peek);
    }

    [Fact]
    public async Task Pause_InWhichNothingCame_EndsTheStream()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        _ = await answer.ReadOnceAsync();
        var read = answer.ReadToEndAsync();
        answer.Time.Advance(Pause);
        Assert.Equal("The backend sent nothing for 5 seconds.", Sse.ErrorAtEnd(await read));
    }

    [Fact]
    public async Task Pause_BeforeTheFirstEvent_InWhichOnlyAnOpeningCame_IsAFailedAttempt()
    {
        using var answer = new Answer(new ScriptedStream());
        var peek = answer.Stream.PeekAsync().AsTask();
        answer.Time.Advance(Answer.FirstLimit + Pause);
        answer.Source.Send(Sse.Delta("""{"role":"assistant","content":""}"""));
        Assert.False(await peek);
        Assert.Equal(AnswerEnd.Stalled, answer.Repair.End);
        Assert.Equal("The backend responded, but no part of an answer came within 10 seconds.", answer.Scope.WhyStalled(Answer.FirstLimit));
    }

    [Fact]
    public async Task Pause_InTheClientsTurn_IsNotTheClientsFault()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        _ = await answer.ReadOnceAsync();
        var read = answer.ReadOnceAsync();
        answer.Source.Send(Sse.Says("b"));
        _ = await read;
        answer.Time.Advance(TimeSpan.FromSeconds(40));
        answer.Source.Send(Sse.Says("c"));
        Assert.Equal(Sse.Says("c"), await answer.ReadOnceAsync());
        Assert.False(answer.ClientIsAborted);
    }

    [Fact]
    public async Task LimitOnTheWholeAnswer_IsATimeOnTheWall()
    {
        var source = ScriptedStream.Of(Sse.Says("a"));
        var time = new FakeTimeProvider();
        var scope = new AttemptScope(time, Answer.FirstLimit, default, default) { Total = TimeSpan.FromSeconds(3) };
        using var stream = new AnswerStream(source, StreamCases.NewRepair(), scope, Answer.IdleLimit, abortsOnFailure: false);
        Assert.True(await stream.PeekAsync());
        var buffer = new byte[4096];
        _ = await stream.ReadAsync(buffer);
        var read = stream.ReadAsync(buffer).AsTask();
        time.Advance(Pause);
        Assert.True(scope.Token.IsCancellationRequested);
        var text = System.Text.Encoding.UTF8.GetString(buffer, 0, await read);
        Assert.Equal("The answer took longer than its limit of 3 seconds.", Sse.ErrorAtEnd(text));
    }
}
