using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// A comment or an empty line before the first event shows that the backend is at work, and restarts the limit on silence.
/// </summary>
public sealed class SignsOfLifeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedStream _source = new();
    private readonly StreamRepair _repair = StreamCases.NewRepair();
    private readonly AttemptScope _scope;
    private readonly AnswerStream _stream;

    public SignsOfLifeTests()
    {
        _scope = new AttemptScope(_time, Limit, default, default) { Alive = Alive };
        _stream = new AnswerStream(_source, _repair, _scope, Limit, abortsOnFailure: false);
    }

    public void Dispose() => _stream.Dispose();

    [Theory]
    [InlineData(": keep-alive\n\n")]
    [InlineData(": keep-alive\n")]
    [InlineData(":\n\n")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Signs_PutOffTheLimit_UntilTheirOwnIsOver(string sign)
    {
        var peek = _stream.PeekAsync().AsTask();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(Limit - Moment);
            await SendAsync(sign);
        }

        // 29.997 s have passed, and 35 are the most.
        _time.Advance(Alive - ((Limit - Moment) * 3) - Moment);
        Assert.False(peek.IsCompleted);
        _time.Advance(Moment);
        Assert.False(await peek);
        Assert.Equal(AnswerEnd.Stalled, _repair.End);
        Assert.Equal("The backend showed that it lives, but no part of an answer came within 35 seconds.", _scope.WhyStalled(Limit));
    }

    [Fact]
    public async Task Silence_BehindASign_EndsAtTheLimitFromThere()
    {
        var peek = _stream.PeekAsync().AsTask();
        _time.Advance(Limit / 2);
        await SendAsync(": keep-alive\n\n");
        _time.Advance(Limit - Moment);
        Assert.False(peek.IsCompleted);
        _time.Advance(Moment);
        Assert.False(await peek);
        Assert.Equal(
            "The backend showed that it lives, but no part of an answer came within 10 seconds of that.", _scope.WhyStalled(Limit));
    }

    [Theory]
    [InlineData("event: message\n")]
    [InlineData(": a comment that does not end")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")]
    public async Task OtherLines_AreNoSignOfLife(string text)
    {
        var peek = _stream.PeekAsync().AsTask();
        _time.Advance(Limit - Moment);
        await SendAsync(text);
        await SendAsync(text);
        Assert.False(peek.IsCompleted);
        _time.Advance(Moment);
        Assert.False(await peek);
        Assert.Equal(AnswerEnd.Stalled, _repair.End);
    }

    [Fact]
    public async Task Answer_AfterManySigns_IsOne_AndItsClientGetsAFewOfThem()
    {
        var peek = _stream.PeekAsync().AsTask();
        for (var i = 0; i < 10_000; i++)
        {
            _source.Send(": keep-alive\n\n");
        }

        _source.Send(Sse.Says("a") + Sse.Ends("stop"));
        _source.End();
        Assert.True(await peek);
        var text = await new StreamReader(_stream).ReadToEndAsync();
        Assert.EndsWith("\n\n" + Sse.Says("a") + Sse.Ends("stop") + Sse.Done, text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 4096, 5000);
    }

    private async Task SendAsync(string text)
    {
        _source.Send(text);
        await WaitUntil.TrueAsync(() => _source.IsDrained);
    }
}
