using Gateway.Wire.Answers;

namespace Gateway.Tests.Wire.Streams;

public class UsageIsRecordedTests
{
    [Fact]
    public void UsageOnlyEvent_NotAskedFor_IsTakenOut()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop") + Sse.Usage(3, 4) + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + Sse.Done, repaired.Text);
        Assert.Equal((3, 4), (repaired.Answer.Told.Prompt, repaired.Answer.Told.Output));
    }

    [Fact]
    public void UsageOnlyEvent_AskedFor_IsPassed()
    {
        var stream = Sse.Says("a") + Sse.Ends("stop") + Sse.Usage(3, 4) + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream, keepsUsage: true).Text);
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":3,"completion_tokens":4}}""")]
    [InlineData("""{"choices":null,"usage":{"prompt_tokens":3,"completion_tokens":4}}""")]
    public void UsageOnlyEvent_AskedForWithoutChoices_GetsAnEmptyArray(string payload)
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop") + Sse.Data(payload) + Sse.Done, keepsUsage: true);
        var last = Sse.Events(repaired.Text)[^1];
        Assert.Equal(0, last.GetProperty("choices").GetArrayLength());
        Assert.Equal(4, last.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public void UsageOnlyEvent_BeforeTheAnswer_IsNoStart()
    {
        var repaired = StreamCases.Repair(Sse.Usage(3, 0), keepsUsage: true);
        Assert.False(repaired.Repair.HasStarted);
    }

    [Fact]
    public void UsageOnlyEvent_WithoutItsBlankLine_TakesNoneOfTheNext()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Usage(3, 4).TrimEnd() + "\n" + Sse.Says("b") + Sse.Ends("stop") + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Says("b") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Fact]
    public void UsageOnlyEvent_BehindAnOpenEvent_LeavesItItsBlankLine()
    {
        var repaired = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop")[..^1] + Sse.Usage(3, 4) + Sse.Done);
        Assert.Equal(Sse.Says("a") + Sse.Ends("stop") + Sse.Done, repaired.Text);
    }

    [Theory]
    [InlineData(new[] { 7, 1, 7, 2, 7, 5 }, 7, 5)]
    [InlineData(new[] { 9, 5, 8, 3 }, 8, 3)]
    public void Usage_OnSeveralEvents_LastWins(int[] figures, int prompt, int completion)
    {
        var events = figures.Chunk(2).Select(
            f =>
                Sse.Usage(f[0], f[1]).Replace(
                    "\"choices\":[]", $"\"choices\":[{Sse.Choice("{\"content\":\"a\"}")}]", StringComparison.Ordinal));
        var repaired = StreamCases.Repair(string.Concat(events) + Sse.Ends("stop") + Sse.Done);
        Assert.Equal((prompt, completion), (repaired.Answer.Told.Prompt, repaired.Answer.Told.Output));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":"4"}""")]
    [InlineData("""{"prompt_tokens":1.5,"completion_tokens":{}}""")]
    [InlineData("5")]
    public void Usage_WithoutFigures_KeepsTheLast(string usage)
    {
        var odd = Sse.Data($$"""{"choices":[{{Sse.Choice("{}", "\"stop\"")}}],"usage":{{usage}}}""");
        var repaired = StreamCases.Repair(Sse.Usage(3, 4) + odd + Sse.Done);
        Assert.Equal((usage == "null" ? odd : Sse.Data($$"""{"choices":[{{Sse.Choice("{}", "\"stop\"")}}]}""")) + Sse.Done, repaired.Text);
        Assert.Equal((3, 4), (repaired.Answer.Told.Prompt, repaired.Answer.Told.Output));
    }

    [Fact]
    public void Usage_NeverSent_IsUnknown()
    {
        var answer = StreamCases.Repair(Sse.Says("a") + Sse.Ends("stop") + Sse.Done).Answer;
        Assert.Equal((null, null), (answer.Told.Prompt, answer.Told.Output));
    }
}
