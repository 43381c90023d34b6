using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Wire.Streams;

/// <summary>If a backend makes several choices but reports the tokens of one, the others are estimated and marked as such.</summary>
public class ChoicesAreCountedTests
{
    private const string Five = """{"prompt_tokens":31,"completion_tokens":5}""";

    [Fact]
    public void Stream_OfTwoChoices_OfWhichEachTellsItsOwn_HasTheTokensOfBoth()
    {
        var answer = Read(countsOne: true, Text(0) + Text(1) + Sse.Ends("length") + Usage + Sse.Ends("length", 1) + Usage + Sse.Done);
        Assert.Equal(new TokenUsage { Source = UsageSource.Estimated, Prompt = 31, Output = 10 }, answer.Settle(9));
        Assert.True(answer.HasChoicesEstimated);
    }

    [Fact]
    public void Stream_ThatTellsFewerThanCame_GivesItsBackendAway()
    {
        var answer = Read(countsOne: false, Text(0) + Text(1) + Sse.Ends("length") + Usage + Sse.Ends("length", 1) + Usage + Sse.Done);
        Assert.Equal(new TokenUsage { Source = UsageSource.Estimated, Prompt = 31, Output = 10 }, answer.Settle(9));
    }

    [Fact]
    public void Stream_ThatTellsAllOfThem_IsBelieved()
    {
        var answer = Read(countsOne: false, Text(0) + Text(1) + Sse.Ends("length") + Sse.Ends("length", 1) + Sse.Usage(31, 10) + Sse.Done);
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 31, Output = 10 }, answer.Settle(9));
        Assert.False(answer.HasChoicesEstimated);
    }

    [Fact]
    public void Stream_OfOneChoice_IsBelieved()
    {
        var answer = Read(countsOne: true, Text(0) + Sse.Ends("length") + Usage + Sse.Done);
        Assert.Equal(new TokenUsage { Source = UsageSource.Backend, Prompt = 31, Output = 5 }, answer.Settle(9));
        Assert.False(answer.HasChoicesEstimated);
    }

    [Fact]
    public void Stream_WhoseSecondChoiceIsLonger_IsCountedByWhatCame()
    {
        var answer = Read(
            countsOne: true, Text(0) + Sse.Ends("stop") + Usage + string.Concat(Enumerable.Repeat(Text(1), 20)) + Sse.Ends("stop", 1));
        Assert.Equal(105, answer.Settle(9).Output);
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(3, 15)]
    public void Whole_OfSeveralChoices_HasAsManyTimesTheTokensOfOne(int choices, int tokens)
    {
        var answer = NewAnswer(countsOne: true);
        var all = string.Join(
            ',',
            Enumerable.Range(0, choices).Select(
                static i => $$"""{"index":{{i}},"message":{"role":"assistant","content":"Hello!"},"finish_reason":"stop"}"""));
        AnswerReader.ReadBody(System.Text.Encoding.UTF8.GetBytes($$"""{"choices":[{{all}}],"usage":{{Five}}}"""), answer, new ByteEdits());
        Assert.Equal(new TokenUsage { Source = UsageSource.Estimated, Prompt = 31, Output = tokens }, answer.Settle(9));
    }

    private static string Usage => UsageShapes.Event("{}", Five);

    private static string Text(int choice) => string.Concat(Enumerable.Repeat(Sse.Says("x", choice), 5));

    private static AnswerState Read(bool countsOne, string stream)
    {
        var answer = NewAnswer(countsOne);
        StreamCases.Run(
            new StreamRepair(answer, new StreamSettings("r1", "Chat", 1, false, SecretScrubber.None) { Choices = 2 }),
            System.Text.Encoding.UTF8.GetBytes(stream));
        return answer;
    }

    private static AnswerState NewAnswer(bool countsOne) => new() { ReasoningName = ReasoningNames.Reasoning, CountsOneChoice = countsOne };
}
