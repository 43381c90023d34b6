using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

public class AnswerIsReadTests
{
    private static readonly string Golden = GoldenStreams.Good["OpenAI"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Read_BuffersOfAnySize_TheWholeStreamComes(int bufferSize)
    {
        using var answer = new Answer(ScriptedStream.Of(Golden[..100], Golden[100..101], Golden[101..]).End());
        Assert.Equal(Golden, await answer.ReadToEndAsync(bufferSize));
        Assert.Equal(AnswerEnd.Complete, answer.Repair.End);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public async Task Read_AfterThePeek_NothingIsLost(int bufferSize)
    {
        using var answer = new Answer(ScriptedStream.Of(": keep-alive\n\n", Golden[..100], Golden[100..]).End());
        Assert.True(await answer.Stream.PeekAsync());
        Assert.Equal(": keep-alive\n\n" + Golden, await answer.ReadToEndAsync(bufferSize));
    }

    [Theory]
    [InlineData("")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("data: {\"error\":\"boom\"}\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"id\":\"c\",\"model\":\"\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}\n\n")]
    public async Task Peek_NoAnswerBeforeTheEnd_IsAFailedAttempt(string stream)
    {
        using var answer = new Answer(ScriptedStream.Of(stream).End());
        Assert.False(await answer.Stream.PeekAsync());
        Assert.NotNull(answer.Repair.Failure);
    }

    [Fact]
    public async Task Peek_ErrorBehindTheFirstEvent_IsCommitted()
    {
        using var answer = new Answer(ScriptedStream.Of(Sse.Says("a") + "data: {\"error\":\"boom\"}\n\n").End());
        Assert.True(await answer.Stream.PeekAsync());
        Assert.Equal("boom", Sse.ErrorAtEnd(await answer.ReadToEndAsync()));
    }

    [Fact]
    public async Task Read_ZeroBytes_WaitsForDataAndTakesNone()
    {
        using var answer = new Answer(new ScriptedStream());
        var read = answer.WaitAsync();
        Assert.False(read.IsCompleted);
        answer.Source.Send(Golden);
        Assert.Equal(0, await read);
        Assert.Equal(0, answer.Source.BytesTaken);
        answer.Source.End();
        Assert.Equal(Golden, await answer.ReadToEndAsync());
    }

    [Fact]
    public async Task Read_ZeroBytesWithOutputWaiting_ReturnsAtOnce()
    {
        using var answer = new Answer(ScriptedStream.Of(Golden));
        Assert.True(await answer.Stream.PeekAsync());
        Assert.Equal(0, await answer.WaitAsync());
        answer.Source.End();
        Assert.Equal(Golden, await answer.ReadToEndAsync());
    }

    [Fact]
    public void Dispose_Twice_ClosesTheSource()
    {
        var answer = new Answer(new ScriptedStream());
        answer.Dispose();
        answer.Dispose();
        Assert.True(answer.Source.IsDisposed);
    }
}
