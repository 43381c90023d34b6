using Gateway.Attempts;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>The word for an attempt's outcome in metrics and spans.</summary>
public sealed class AttemptOutcomesTests : IDisposable
{
    private readonly AttemptRig _rig = new("a/m");

    [Fact]
    public void Failures_OfEachKind_HaveAWordOfTheirOwn()
    {
        var words = Enum.GetValues<BackendFailure>().Select(AttemptOutcomes.Of).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, static w => Assert.Matches("^[a-z_]+$", w));
    }

    [Fact]
    public void Attempt_IsTold_ByItsFailureItsAnswerOrTheirAbsence()
    {
        Assert.Equal("cancelled", AttemptOutcomes.Of(NewRecord()));
        var record = NewRecord();
        record.Answer = new AnswerState { ReasoningName = default };
        Assert.Equal("ok", AttemptOutcomes.Of(record));
        record.Failure = AttemptRig.FailureOf(_rig[0], BackendFailure.RateLimited);
        Assert.Equal("rate_limited", AttemptOutcomes.Of(record));
    }

    [Theory]
    [InlineData(AnswerEnd.None, "cancelled")]
    [InlineData(AnswerEnd.ClientClosed, "cancelled")]
    [InlineData(AnswerEnd.BackendError, "broken")]
    [InlineData(AnswerEnd.Truncated, "broken")]
    [InlineData(AnswerEnd.Stalled, "stalled")]
    [InlineData(AnswerEnd.Drained, "stopped")]
    [InlineData(AnswerEnd.QuotaSpent, "stopped")]
    public void Stream_IsToldByItsEnd(object end, string word)
    {
        var record = NewRecord();
        record.Answer = new AnswerState { ReasoningName = default };
        record.Stream = new StreamRepair(record.Answer, new StreamSettings("r", "m", 1, false, SecretScrubber.None));
        if (end is not AnswerEnd.None)
        {
            using var pump = new StreamPump(record.Stream);
            pump.Finish((AnswerEnd)end, "it ended.");
        }

        Assert.Equal(word, AttemptOutcomes.Of(record));
    }

    [Fact]
    public void Stream_ThatIsWhole_IsOk()
    {
        var record = NewRecord();
        record.Answer = new AnswerState { ReasoningName = default };
        record.Stream = new StreamRepair(record.Answer, new StreamSettings("r", "m", 1, false, SecretScrubber.None));
        using var pump = new StreamPump(record.Stream);
        pump.Take(
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8);
        Assert.Equal("ok", AttemptOutcomes.Of(record));
    }

    public void Dispose() => _rig.Dispose();

    private AttemptRecord NewRecord() => new(_rig.Context, _rig.BackendOf(0), _rig[0]);
}
