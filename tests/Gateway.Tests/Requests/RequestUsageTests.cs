using Gateway.Requests;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Answers;
using Gateway.Wire.Heads;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Requests;

/// <summary>A request that no backend received costs nothing. One that a backend received costs at least its prompt.</summary>
public sealed class RequestUsageTests
{
    [Theory]
    [InlineData(0, 0, 0, nameof(UsageSource.None))]
    [InlineData(2, 2, 0, nameof(UsageSource.None))]
    [InlineData(2, 1, 9, nameof(UsageSource.Estimated))]
    public void Usage_WithoutAnAnswer_IsThePromptWhereAnAttemptIsUnderWay(int attempts, int over, int prompt, string source)
    {
        var inquiry = new Inquiry("r", 0);
        inquiry.Head.PromptTokens = 9;
        Assert.Equal(
            new TokenUsage { Source = Enum.Parse<UsageSource>(source), Prompt = prompt, Output = 0 },
            RequestUsage.Of(inquiry, new Progress { Attempts = attempts, AttemptsOver = over }));
    }

    [Fact]
    public void Usage_OfAnAnswer_IsThatOfTheAnswer()
    {
        var answer = new AnswerState { ReasoningName = default };
        answer.Took(new TokenUsage { Prompt = 5, Output = 6 }, 0);
        var progress = new Progress { Serving = new Served { Answer = answer }, Attempts = 3, AttemptsOver = 1 };
        Assert.Equal(
            new TokenUsage { Source = UsageSource.Backend, Prompt = 5, Output = 6 }, RequestUsage.Of(new Inquiry("r", 0), progress));
    }

    // What the winner was sent says nothing of what the others were.
    [Theory]
    [InlineData(true, 109)]
    [InlineData(false, 109)]
    public void Usage_OfAnAnswerInVain_IsByThePromptThatItWasSent(bool winnerWithoutTools, int prompt)
    {
        var inquiry = new Inquiry("r", 0);
        (inquiry.Head.PromptTokens, inquiry.Head.ToolTokens) = (100, 91);
        var progress = new Progress
        {
            ToolsLeftOut = winnerWithoutTools,
            Spent = [InVain(withoutTools: false), InVain(withoutTools: true)]
        };
        Assert.Equal(prompt, RequestUsage.OfAll(inquiry, progress).Prompt);

        SpentAnswer InVain(bool withoutTools) =>
            new(null!, null, Gateway.Wire.Streams.AnswerEnd.Truncated) { Prompt = inquiry.PromptTokens(withoutTools) };
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", TokenEstimate.OfImage)]
    [InlineData("""{"type":"image_url","image_url":"https://a/b.png"}""", TokenEstimate.OfImage)]
    [InlineData("""{"type":"video_url","video_url":{"url":"data:video/mp4;base64,AAAA"}}""", TokenEstimate.OfImage)]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", TokenEstimate.OfAudio)]
    public void TextBytes_OfABody_AreAllButItsMedia(string part, long tokens)
    {
        var longer = part.Replace("AAAA", new string('A', 4000), StringComparison.Ordinal).Replace(
            "b.png", new string('b', 4000), StringComparison.Ordinal);
        var (head, other) = (Read(part), Read(longer));
        Assert.Equal((tokens, RequestUsage.TextBytes(head)), (head.MediaTokens, RequestUsage.TextBytes(other)));
        Assert.True(head.PromptTokens > tokens);
    }

    [Fact]
    public void TextBytes_OfABodyWithoutMedia_AreAllOfIt()
    {
        Assert.Equal(HeadCases.Minimal.Length, RequestUsage.TextBytes(HeadCases.Read(HeadCases.Minimal)));
        Assert.Equal(0, HeadCases.Read(HeadCases.Minimal).MediaTokens);
    }

    private static RequestHead Read(string part) =>
        HeadCases.Read(HeadCases.Saying($$"""[{"role":"user","content":[{"type":"text","text":"what is it"},{{part}}]}]"""));
}
