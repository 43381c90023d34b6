using System.Text;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Everything that the server-sent events standard allows is read, and no other line ever reaches a client.</summary>
public class LinesOfStreamsTests
{
    private static readonly string Good = Sse.Says("a") + Sse.Ends("stop");

    [Theory]
    [InlineData("lone CR", "a模")]
    [InlineData("several lines", "a")]
    [InlineData("several lines of Windows", "a")]
    [InlineData("one line end", "ab")]
    [InlineData("nothing in events", "a")]
    [InlineData("byte order mark", "a")]
    [InlineData("unknown field", "a")]
    [InlineData("reasons everywhere", "ab")]
    public void Stream_ThatIsLegal_IsWholeInEventsOfOneLine(string name, string content)
    {
        var repaired = StreamCases.Repair(GoldenStreams.Find(name));
        Assert.Equal(AnswerEnd.Complete, repaired.End);
        Assert.Equal(content, Sse.Text(repaired.Text, "content"));
        Assert.Single(Sse.FinishReasons(repaired.Text));
        Assert.DoesNotContain('\r', repaired.Text.Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.DoesNotContain("data: null", repaired.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data:\n", repaired.Text, StringComparison.Ordinal);
        Assert.All(
            repaired.Text.Split('\n').Where(l => l.StartsWith("data", StringComparison.Ordinal)),
            l => Assert.True(l.EndsWith('}') || l == "data: [DONE]", l));
    }

    [Fact]
    public void LoneCr_BehindAnEvent_PassesItAtOnce()
    {
        using var pump = new StreamPump(StreamCases.NewRepair());
        pump.Take(Encoding.UTF8.GetBytes(Sse.Says("a").ReplaceLineEndings("\r")));
        Assert.Equal(Sse.Says("a"), Encoding.UTF8.GetString(pump.Output.Span));
    }

    [Fact]
    public void CrLf_TornApart_IsNoEmptyLine()
    {
        var bytes = Encoding.UTF8.GetBytes(("id: 1\n" + Good + Sse.Done).ReplaceLineEndings("\r\n"));
        var repaired = StreamCases.Run(StreamCases.NewRepair(), bytes, [.. Enumerable.Range(0, bytes.Length)]);
        Assert.Equal("id: 1\n" + Good + Sse.Done, repaired.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void SeveralLines_WithALineEndInAString_AreNoJson()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + "data: {\"choices\":[{\"delta\":{\"content\":\"b\ndata: c\"}}]}\n\n" + Sse.Done);
        Assert.Contains("not JSON", Sse.ErrorAtEnd(repaired.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralLines_ThatNeverEnd_AreBounded()
    {
        using var pump = new StreamPump(StreamCases.NewRepair());
        var line = Encoding.UTF8.GetBytes("data: \"" + new string('x', 1024 * 1024) + "\n");
        for (var i = 0; i < 40 && !pump.HasEnded; i++)
        {
            pump.Take(line);
        }

        Assert.True(pump.HasEnded);
        Assert.Contains("too long", Encoding.UTF8.GetString(pump.Output.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Internal Server Error\n")]
    [InlineData("<html><body>502</body></html>\n")]
    [InlineData("some of the answer\"}}]}\n")]
    [InlineData("Traceback (most recent call last):\n")]
    [InlineData(" data: {}\n")]
    [InlineData("[{\"choices\":[]}]\n")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":\"some of the answer\"}}]}\n")]
    [InlineData("{\"choices\":[\n")]
    public void Line_ThatIsNoField_EndsTheStreamUnquoted(string line)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + line + Sse.Ends("stop") + Sse.Done);
        var message = Sse.ErrorAtEnd(repaired.Text);
        Assert.DoesNotContain(line.Trim(), repaired.Text, StringComparison.Ordinal);
        Assert.Contains("no event", message, StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.BackendError, repaired.End);
    }

    [Theory]
    [InlineData("data: {}", true)]
    [InlineData("\ufeffdata: {}", true)]
    [InlineData("\r\n: x", true)]
    [InlineData("event: message", true)]
    [InlineData("id: 1", true)]
    [InlineData("retry: 1", true)]
    [InlineData("error: {}", true)]
    [InlineData("dat", null)]
    [InlineData("", null)]
    [InlineData(" \n", null)]
    [InlineData("{\"id\":1}", false)]
    [InlineData("database", false)]
    [InlineData("<html>", false)]
    public void Beginning_OfABody_TellsAStream(string body, bool? expected) =>
        Assert.Equal(expected, SseScanner.BeginsStream(Encoding.UTF8.GetBytes(body)));
}
