using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Pieces that are gathered leave together, none later than its time, and the first at once.</summary>
public sealed class PiecesAreGatheredTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedStream _source = new();
    private readonly CancellationTokenSource _client = new();
    private readonly AnswerStream _stream;
    private readonly byte[] _buffer = new byte[4096];
    private TimeSpan _gather = TimeSpan.FromMilliseconds(20);

    public PiecesAreGatheredTests()
    {
        var scope = new AttemptScope(_time, Limit, _client.Token, default);
        _stream = new AnswerStream(_source, StreamCases.NewRepair(), scope, Limit, abortsOnFailure: false)
        {
            Gather = () => _gather,
            Time = _time,
        };
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task FirstPiece_GoesAtOnce_AndTheNextWaitsForItsCompany()
    {
        await BeginAsync();
        _source.Send(Sse.Says("b"));
        var read = ReadAsync();
        _time.Advance(_gather - Moment);
        _source.Send(Sse.Says("c"));
        Assert.False(read.IsCompleted);
        // Nothing is taken from the backend meanwhile, so that all of it comes in one read.
        Assert.False(_source.IsDrained);
        _time.Advance(Moment);
        Assert.True(await read > 0);
    }

    [Fact]
    public async Task Piece_AfterASilence_GoesAtOnce()
    {
        await BeginAsync();
        _time.Advance(_gather);
        var read = ReadAsync();
        _source.Send(Sse.Says("b"));
        Assert.True(await read > 0);
    }

    [Fact]
    public async Task NothingIsGathered_WhileItsTimeIsZero()
    {
        _gather = TimeSpan.Zero;
        await BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            _source.Send(Sse.Says("b"));
            Assert.True(await ReadAsync() > 0);
        }
    }

    [Fact]
    public async Task ClientThatLeaves_WhilePiecesAreGathered_IsNotWaitedFor()
    {
        await BeginAsync();
        _source.Send(Sse.Says("b"));
        var read = ReadAsync();
        await _client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task End_WaitsNoLongerThanAPiece_AndIsWhole()
    {
        await BeginAsync();
        _source.Send(Sse.Says("b") + Sse.Ends("stop") + Sse.Done);
        var rest = new StreamReader(_stream).ReadToEndAsync();
        Assert.False(rest.IsCompleted);
        await WaitUntil.TrueAsync(() =>
        {
            _time.Advance(_gather);
            return rest.IsCompleted;
        });
        Assert.Equal(Sse.Says("b") + Sse.Ends("stop") + Sse.Done, await rest);
    }

    private async Task BeginAsync()
    {
        _source.Send(Sse.Says("a"));
        Assert.True(await _stream.PeekAsync());
        Assert.True(await ReadAsync() > 0);
    }

    private Task<int> ReadAsync() => _stream.ReadAsync(_buffer).AsTask();
}
