using System.Text;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// A stream knows when the first and the last piece of its text or calls arrived. Text that arrives in one piece has no pace.
/// </summary>
public class PiecesAreTimedTests
{
    private const string Call =
        """{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"city\":\"Paris\",\"days\":[1,2,3]}"}}""";

    [Fact]
    public async Task Text_ThatComesPieceByPiece_IsTimedFromTheFirstToTheLast()
    {
        var (time, stream) = await ReadAsync(
            Sse.Delta("""{"role":"assistant","content":""}"""), Sse.Says("a"), Sse.Says("b"), Sse.Says("c"), Sse.Ends("stop"), Sse.Done);
        Assert.Equal((TimeSpan.FromSeconds(2), 1), (time.GetElapsedTime(stream.FirstPieceAt, stream.LastPieceAt), stream.FirstTokens));
    }

    [Fact]
    public async Task Call_ThatComesWhole_TakesNoTime()
    {
        var (time, stream) = await ReadAsync(Sse.Calls(Call), Sse.Ends("tool_calls"), Sse.Usage(9, 30), Sse.Done);
        Assert.Equal(TimeSpan.Zero, time.GetElapsedTime(stream.FirstPieceAt, stream.LastPieceAt));
        Assert.InRange(stream.FirstTokens, 5, 15);
    }

    [Fact]
    public async Task Text_ThatIsFollowedByAWholeCall_IsTimedToTheCall()
    {
        var (time, stream) = await ReadAsync(Sse.Says("Let me see."), Sse.Calls(Call), Sse.Ends("tool_calls"), Sse.Done);
        Assert.Equal(TimeSpan.FromSeconds(1), time.GetElapsedTime(stream.FirstPieceAt, stream.LastPieceAt));
    }

    private static async Task<(FakeTimeProvider Time, AnswerStream Stream)> ReadAsync(params string[] parts)
    {
        var time = new FakeTimeProvider();
        using var scope = new AttemptScope(time, TimeSpan.FromHours(1), default, default);
        using var stream = new AnswerStream(
            new SlowStream(time, parts), StreamCases.NewRepair(), scope, TimeSpan.FromHours(1), abortsOnFailure: false)
        { Time = time };
        await stream.PeekAsync();
        await stream.CopyToAsync(Stream.Null);
        return (time, stream);
    }

    // Each part comes a second after the one before it.
    private sealed class SlowStream(FakeTimeProvider time, string[] parts) : ForwardOnlyStream
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_next == parts.Length || buffer.IsEmpty)
            {
                return ValueTask.FromResult(0);
            }

            time.Advance(TimeSpan.FromSeconds(1));
            return ValueTask.FromResult(Encoding.UTF8.GetBytes(parts[_next++], buffer.Span));
        }
    }
}
