using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

public class BrokenConnectionTests
{
    public static TheoryData<Exception> Breaks => [new IOException("reset"), new HttpRequestException("reset")];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Source_BreaksInTheMiddle_IsAnErrorEvent(Exception error)
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")).End(error));
        var text = await answer.ReadToEndAsync();
        Assert.StartsWith(Sse.Says("a"), text, StringComparison.Ordinal);
        Assert.Contains("was lost", Sse.ErrorAtEnd(text), StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.Truncated, answer.Repair.End);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Source_BreaksAfterTheFinishReason_IsComplete(Exception error)
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a") + Sse.Ends("stop")).End(error));
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + Sse.Done, await answer.ReadToEndAsync());
        Assert.Equal(AnswerEnd.Complete, answer.Repair.End);
    }

    [Fact]
    public async Task Source_BreaksDuringAReadOfZeroBytes_ErrorEventFollows()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")).End(new IOException("reset")));
        _ = await answer.ReadOnceAsync();
        Assert.Equal(0, await answer.WaitAsync());
        Assert.NotEmpty(Sse.ErrorAtEnd(await answer.ReadToEndAsync()));
    }

    [Fact]
    public async Task Source_OtherException_IsNotHidden()
    {
        using var answer = new Answer(new ScriptedStream().End(new InvalidDataException("bug")));
        await Assert.ThrowsAsync<InvalidDataException>(() => answer.ReadToEndAsync());
    }

    [Fact]
    public async Task Client_Leaves_IsACancellationWithoutAnErrorEvent()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        _ = await answer.ReadOnceAsync();
        var read = answer.ReadOnceAsync();
        answer.ClientLeaves();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal((AnswerEnd.ClientClosed, AnswerEnd.None), (answer.Scope.Cause, answer.Repair.End));
    }

    [Fact]
    public async Task Gateway_DrainTimeOver_IsAnErrorEvent()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")));
        _ = await answer.ReadOnceAsync();
        var read = answer.ReadToEndAsync();
        answer.Drain();
        Assert.Contains("shutting down", Sse.ErrorAtEnd(await read), StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.Drained, answer.Repair.End);
    }

    [Fact]
    public async Task Failure_ClientThatOnlySeesAborts_ThrowsBehindTheErrorEvent()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a")).End(), abortsOnFailure: true);
        Assert.Equal(Sse.Says("a"), await answer.ReadOnceAsync());
        Assert.NotEmpty(Sse.ErrorAtEnd(await answer.ReadOnceAsync()));
        var thrown = await Assert.ThrowsAsync<IOException>(() => answer.ReadOnceAsync());
        Assert.Equal(answer.Repair.Failure, thrown.Message);
    }

    [Fact]
    public async Task Success_ClientThatOnlySeesAborts_EndsQuietly()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a") + Sse.Ends("stop")).End(), abortsOnFailure: true);
        Assert.EndsWith(Sse.Done, await answer.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
