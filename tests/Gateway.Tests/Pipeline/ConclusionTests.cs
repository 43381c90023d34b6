using Gateway.Ledger.Captures;
using Gateway.Ledger.Journal;
using Gateway.Pipeline;
using Gateway.Pipeline.Recording;
using Gateway.Requests;
using Gateway.Tests.Attempts;
using Gateway.Tests.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Pipeline;

/// <summary>The end of a request is determined once, and everyone who asks gets the same.</summary>
public sealed class ConclusionTests : IDisposable
{
    private static readonly ApiError s_refusal = ApiErrors.AttemptsFailed(BackendFailure.RateLimited, "wait");
    private static readonly ApiError s_failure = ApiErrors.AttemptsFailed(BackendFailure.BadAnswer, "bad");

    private readonly AttemptRig _request = new("a/one");
    private readonly CancellationTokenSource _leaves = new();
    private readonly StartedResponse _response = new();
    private readonly UsageJournal _journal = new(new JournalOptions(Path.GetTempPath()), NullLogger<UsageJournal>.Instance);
    private readonly Conclusion _conclusion;

    public ConclusionTests()
    {
        var context = new DefaultHttpContext { RequestAborted = _leaves.Token };
        context.Features.Set<IHttpResponseFeature>(_response);
        _conclusion = new Conclusion(
            context, _request.Choice.Inquiry, new UsageRecorder(_journal), _request.Time)
        { Choice = _request.Choice };
    }

    private Delivery Begun => _conclusion.Delivery ?? _conclusion.Begin(_request.Choice, new CaptureRecorder(new CaptureQueue(null!)));

    private (AnswerEnd End, int Status, string? Error) Ended =>
        (_conclusion.Outcome.End, _conclusion.Outcome.Status, _conclusion.Outcome.Error?.Code);

    [Fact]
    public void Outcome_AfterTheSeal_IsChangedByNothingThatFollows()
    {
        Answer(null);
        Seal(AnswerEnd.Complete);
        var sealedAs = _conclusion.Outcome;
        _leaves.Cancel();
        Begun.Failed = (s_failure, AnswerEnd.Failed);
        _conclusion.Refusal = s_refusal;
        Seal(AnswerEnd.Stalled);
        _conclusion.Record();
        Assert.Same(sealedAs, _conclusion.Outcome);
        Assert.Equal((AnswerEnd.Complete, 200, null), Ended);
        Assert.Equal(1, _journal.Buffer.Sequence);
    }

    [Fact]
    public void Outcome_WithoutASeal_IsRecordedOnce()
    {
        Answer(null);
        _conclusion.Record();
        _conclusion.Record();
        Assert.Equal((AnswerEnd.Complete, 200, null), Ended);
        Assert.Equal(1, _journal.Buffer.Sequence);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("refused")]
    [InlineData("failed")]
    [InlineData("threw")]
    [InlineData("answered")]
    public void Client_ThatLeftBeforeTheStart_Is499WhateverElse(string what)
    {
        _leaves.Cancel();
        Become(what);
        Assert.Equal((AnswerEnd.ClientClosed, 499, null), Ended);
        Assert.Equal("client_closed", _conclusion.Outcome.ErrorType);
    }

    [Fact]
    public void Client_ThatLeftInTheMiddleOfAStream_GotItsStatus()
    {
        Answer(NewStream());
        _response.Start();
        _leaves.Cancel();
        Assert.Equal((AnswerEnd.ClientClosed, 200, null), Ended);
    }

    [Theory]
    [InlineData("refused", AnswerEnd.Refused, 429)]
    [InlineData("failed", AnswerEnd.Failed, 502)]
    internal void Client_ThatLeftAfterItWasTold_WasTold(string what, AnswerEnd end, int status)
    {
        Become(what);
        var error = _conclusion.Error!;
        _response.Start(status);
        _leaves.Cancel();
        Assert.Equal((end, status, error.Code), Ended);
        Assert.Equal($"{status}", _conclusion.Outcome.ErrorType);
    }

    [Fact]
    public void Refusal_GoesBeforeWhatTheAttemptsCameTo()
    {
        Become("failed");
        Become("refused");
        Assert.Equal((AnswerEnd.Refused, 429, s_refusal.Code), Ended);
    }

    [Fact]
    public void Refusal_HasItsOwnStatus()
    {
        Become("refused");
        Assert.Equal((AnswerEnd.Refused, 429, s_refusal.Code), Ended);
    }

    [Fact]
    public void Failure_OfAllAttempts_HasItsOwnStatusAndEnd()
    {
        Become("failed");
        Assert.Equal((AnswerEnd.Failed, 502, s_failure.Code), Ended);
        Assert.Equal(s_failure, _conclusion.Error);
    }

    [Fact]
    public void Failure_OfAStreamThatBeganWithComments_Is200WithALateError()
    {
        Become("failed");
        Begun.IsKeptAlive = true;
        _response.Start();
        Assert.Null(_conclusion.Error);
        Assert.Equal((AnswerEnd.Failed, 200, s_failure.Code), Ended);
    }

    [Fact]
    public void Exception_Inside_IsAFailureOfTheGatewaysOwn()
    {
        Become("threw");
        Assert.Equal((AnswerEnd.Failed, 500, "internal_error"), Ended);
    }

    [Fact]
    public void Stream_KnowsItsOwnEnd()
    {
        var stream = NewStream();
        using var pump = new StreamPump(stream);
        pump.Finish(AnswerEnd.Truncated, "it broke off.");
        Answer(stream);
        _response.Start();
        _leaves.Cancel();
        Assert.Equal((AnswerEnd.Truncated, 200), (_conclusion.Outcome.End, _conclusion.Outcome.Status));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Refusal_IsRecordedForWhoIsKnown(bool isKnown, int records)
    {
        (_request.Choice.Inquiry.IsCallerKnown, _conclusion.Refusal) = (isKnown, s_refusal);
        _conclusion.Record();
        Assert.Equal(records, _journal.Buffer.Sequence);
    }

    public void Dispose()
    {
        _request.Dispose();
        _leaves.Dispose();
        _journal.Dispose();
    }

    private static StreamRepair NewStream() =>
        new(new AnswerState { ReasoningName = default }, new StreamSettings("r", "m", 1, false, SecretScrubber.None));

    private void Become(string what)
    {
        switch (what)
        {
            case "refused":
                _conclusion.Refusal = s_refusal;
                break;
            case "failed":
                Begun.Failed = (s_failure, AnswerEnd.Failed);
                break;
            case "threw":
                _conclusion.Threw();
                break;
            case "answered":
                Answer(null);
                break;
        }
    }

    private void Answer(StreamRepair? stream) =>
        Begun.Progress = new Progress
        {
            Served = _request[0],
            Attempts = 1,
            AttemptsOver = 1,
            Serving = new Served { Answer = new AnswerState { ReasoningName = default }, Stream = stream }
        };

    // Nobody writes the journal here, so what waits for it waits for ever.
    private void Seal(AnswerEnd end) => _ = _conclusion.SealAsync(end).AsTask();

    private sealed class StartedResponse : HttpResponseFeature
    {
        private bool _hasStarted;

        public override bool HasStarted => _hasStarted;

        public void Start(int status = 200) => (_hasStarted, StatusCode) = (true, status);
    }
}
