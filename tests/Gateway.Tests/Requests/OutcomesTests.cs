using Gateway.Configuration;
using Gateway.Ledger.Records;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Tests.Attempts;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Requests;

/// <summary>The facts derived from a request that has ended.</summary>
public sealed class OutcomesTests : IDisposable
{
    private static readonly PriceConfig s_price = new() { Currency = "CNY", Input = 2, Output = 3, AsOf = new DateOnly(2026, 1, 1) };

    private readonly AttemptRig _request = new(
        new AttemptSetup { Models = [new ModelConfig { Backend = "cloud", Model = "m", Price = s_price }] }, "cloud/m", "b/n");

    private Delivery Delivery => _request.Delivery;

    [Fact]
    public void Used_IsTheAnswerAndWhatWasBegunInVain()
    {
        Delivery.Progress = new Progress
        {
            Served = _request[0],
            Attempts = 2,
            AttemptsOver = 2,
            Serving = new Served { Answer = Told(10, 20) },
            Spent = [
                new SpentAnswer(_request[0], Told(3, 4), AnswerEnd.Truncated) { Prompt = 3 },
                new SpentAnswer(_request[1], null, AnswerEnd.Superseded) { Prompt = 5 }
            ],
        };
        var outcome = Of();
        // 2 and 3 CNY a million tokens, in nano units.
        Assert.Equal(new QuotaAmount(30, 20_000 + 60_000), outcome.Answer.Amount);
        Assert.Equal([new QuotaAmount(7, 6_000 + 12_000), new QuotaAmount(5, 0)], outcome.Vain.Select(v => v.Amount));
        Assert.Equal(new QuotaAmount(42, 98_000), outcome.Used);
        Assert.Equal([AnswerEnd.Truncated, AnswerEnd.Superseded], outcome.Vain.Select(v => v.End));
        Assert.Equal((10, 20), (outcome.Shown.Prompt, outcome.Shown.Output));
    }

    [Fact]
    public void Used_OfARequestThatWasSentNowhere_IsNothing()
    {
        var outcome = Of();
        Assert.Equal((default, null, 0), (outcome.Used, outcome.Served, outcome.Attempts));
        Assert.Empty(outcome.Vain);
    }

    [Fact]
    public void Shown_WithoutAnAnswer_IsWhatAllAttemptsTook()
    {
        Delivery.Progress = new Progress
        {
            Served = _request[0],
            Attempts = 2,
            AttemptsOver = 2,
            Spent = [
                new SpentAnswer(_request[0], Told(3, 4), AnswerEnd.Truncated) { Prompt = 3 },
                new SpentAnswer(_request[1], null, AnswerEnd.Stalled) { Prompt = 5, Written = 6 }
            ],
        };
        var outcome = Of(AnswerEnd.Failed);
        Assert.Equal((8, 10), (outcome.Shown.Prompt, outcome.Shown.Output));
        Assert.Equal((0, 0), (outcome.Answer.Tokens.Prompt, outcome.Answer.Tokens.Output));
        Assert.Equal(18, outcome.Used.Tokens);
    }

    [Theory]
    [InlineData(1, 0, false, false, false, true)]
    [InlineData(2, 0, false, false, false, false)]
    [InlineData(1, 1, false, false, false, false)]
    [InlineData(1, 0, true, false, false, false)]
    [InlineData(1, 0, false, true, false, false)]
    [InlineData(1, 0, false, false, true, false)]
    public void Straight_IsWhatOneAttemptAloneAnswered(
        int attempts, int failed, bool isHedged, bool isResumed, bool isUnanswered, bool isStraight)
    {
        Delivery.Progress = new Progress
        {
            Served = _request[0],
            Attempts = attempts,
            AttemptsOver = attempts,
            Serving = isUnanswered ? null : new Served { Answer = Told(1, 1) }
        };
        Delivery.FailedAttempts = failed > 0 ? "b/n:Busy" : null;
        Delivery.Hedged = isHedged ? _request[1] : null;
        Delivery.Resumed = isResumed ? _request[1] : null;
        Assert.Equal(isStraight, Of().IsStraight);
    }

    [Fact]
    public void Marks_AreWhatMakesARequestUnlikeOthers()
    {
        Assert.Equal(UsageMarks.None, Of().Marks);
        _request.Choice.Inquiry.IsBackground = true;
        Assert.Equal(UsageMarks.Background, Of().Marks);
        Delivery.GaveWay = true;
        Assert.Equal(UsageMarks.Background | UsageMarks.GaveWay, Of().Marks);
        // Its backend read less than half of what it was sent, and counted one of several choices.
        var answer = new AnswerState
        {
            ReasoningName = default,
            CountsOneChoice = true,
            Defaults = new AnswerDefaults("r", "m", 1, null) { LeastPrompt = 100 }
        };
        answer.Took(new TokenUsage { Prompt = 40, Output = 1 }, 0);
        Delivery.Progress = new Progress
        {
            Served = _request[0],
            Attempts = 1,
            AttemptsOver = 1,
            ToolsLeftOut = true,
            Serving = new Served { Answer = answer }
        };
        Assert.Equal(UsageMarks.Background | UsageMarks.GaveWay | UsageMarks.ToolsLeftOut | UsageMarks.PromptCut, Of().Marks);
    }

    [Fact]
    public void Decision_OfWhoAnswered_GoesBeforeThatOfTheChoice()
    {
        _request.Choice.Decision = "the first is well";
        Assert.Equal(
            "the first is well",
            Outcomes.Of(_request.Choice.Inquiry, _request.Choice, null, null, AnswerEnd.Refused, 429, _request.Time).Decision);
        Delivery.Decision = "the second answered";
        Assert.Equal("the second answered", Of().Decision);
    }

    [Fact]
    public void Error_IsWhatTheClientWasTold()
    {
        var told = Outcomes.Of(
            _request.Choice.Inquiry, _request.Choice, Delivery, ApiErrors.LedgerUnavailable(), AnswerEnd.Refused, 503, _request.Time);
        Assert.Equal((ApiErrors.LedgerUnavailable(), "503"), (told.Error!, told.ErrorType));
        var untold = Of(AnswerEnd.ClientClosed);
        Assert.Equal((null, "client_closed"), (untold.Error, untold.ErrorType));
    }

    public void Dispose() => _request.Dispose();

    private static AnswerState Told(int prompt, int output)
    {
        var answer = new AnswerState { ReasoningName = default };
        answer.Took(new TokenUsage { Prompt = prompt, Output = output }, 0);
        return answer;
    }

    private Outcome Of(AnswerEnd end = AnswerEnd.Complete) =>
        Outcomes.Of(_request.Choice.Inquiry, _request.Choice, Delivery, null, end, 200, _request.Time);
}
