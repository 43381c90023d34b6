using Gateway.Authentication;
using Gateway.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Requests;

/// <summary>A speed is measured only over text that arrived as it was written.</summary>
public sealed class RequestPaceTests
{
    [Theory]
    [InlineData(30, 1, 1000, 29)]
    [InlineData(30, 10, 500, 20)]
    [InlineData(2, 1, 50, 1)]
    public void Pace_OfAStream_IsThatOfTheTokensBehindItsFirstPiece(int told, long first, int milliseconds, long tokens) =>
        Assert.Equal(new RequestPace(tokens, TimeSpan.FromMilliseconds(milliseconds)), RequestPace.Of(Answered(told, first, milliseconds)));

    // A whole tool call after a silence, in one packet or some; an answer that a proxy kept until it was whole; one token.
    [Theory]
    [InlineData(30, 30, 0)]
    [InlineData(30, 1, 0)]
    [InlineData(30, 9, 49)]
    [InlineData(30, 30, 1000)]
    [InlineData(1, 1, 1000)]
    public void Pace_OfWhatCameInOnePiece_IsNone(int told, long first, int milliseconds) =>
        Assert.Null(RequestPace.Of(Answered(told, first, milliseconds)));

    [Fact]
    public void Pace_WithoutFigures_OrOfAnAnswerThatWasNotStreamed_IsNone()
    {
        Assert.Null(RequestPace.Of(Answered(null, 1, 1000)));
        Assert.Null(RequestPace.Of(Answered(30, 1, 1000, isStreamed: false)));
    }

    private static Served Answered(int? told, long first, int milliseconds, bool isStreamed = true)
    {
        var answer = new AnswerState { ReasoningName = ApiKey.Anonymous.ReasoningName };
        answer.Took(new TokenUsage { Prompt = 5, Output = told }, 0);
        return new Served
        {
            Answer = answer,
            Stream = isStreamed ? new StreamRepair(answer, new StreamSettings("r", "m", 1, false, SecretScrubber.None)) : null,
            Pieces = (TimeSpan.FromMilliseconds(milliseconds), first),
        };
    }
}
