using System.Text;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

public class GoodStreamIsUntouchedTests
{
    [Theory]
    [MemberData(nameof(GoldenStreams.GoodNames), MemberType = typeof(GoldenStreams))]
    public void Stream_NothingWrong_PassesByteForByte(string name)
    {
        var stream = GoldenStreams.Good[name];
        var repaired = StreamCases.Repair(stream);
        // The end is always written anew, in line feeds.
        var end = stream.LastIndexOf("data: [DONE]", StringComparison.Ordinal);
        Assert.Equal(stream[..end] + Sse.Done, repaired.Text);
        Assert.Equal(AnswerEnd.Complete, repaired.End);
        Assert.True(repaired.Repair.HasStarted);
        Assert.Null(repaired.Repair.Failure);
    }

    [Theory]
    [MemberData(nameof(GoldenStreams.GoodNames), MemberType = typeof(GoldenStreams))]
    public void Bytes_NothingWrong_AreNotCopied(string name)
    {
        var stream = GoldenStreams.Good[name];
        var events = Encoding.UTF8.GetBytes(stream[..stream.LastIndexOf("data: [DONE]", StringComparison.Ordinal)]);
        using var pump = new StreamPump(StreamCases.NewRepair());
        Assert.Equal(events.Length, pump.Take(events));
        Assert.Equal(0, pump.Output.Length);
    }

    [Fact]
    public void UnknownFields_InEveryObject_Pass()
    {
        var stream = Sse.Data(
            """{"x":[1,{"choices":2}],"choices":[{"index":0,"logprobs":{"content":[]},"delta":{"content":"a","refusal":null,"y":"\/"},"finish_reason":null,"z":1e5}],"usage":null}""") + Sse.Ends("stop");
        Assert.Equal(stream + Sse.Done, StreamCases.Repair(stream).Text);
    }

    [Fact]
    public void Bytes_BehindTheEnd_AreNotPassed()
    {
        var stream = Sse.Says("a") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream + Sse.Says("more")).Text);
    }

    [Theory]
    [InlineData("data:[DONE]\n\n")]
    [InlineData("data: [DONE] \r\n\r\n")]
    public void End_WrittenOtherwise_IsTheEnd(string done)
    {
        var stream = Sse.Says("a") + Sse.Ends("stop");
        Assert.Equal(stream + Sse.Done, StreamCases.Repair(stream + done).Text);
    }
}
