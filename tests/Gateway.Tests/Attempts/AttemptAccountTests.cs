using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Requests;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>The account of attempts that run, and that an adopted attempt is no longer in it.</summary>
public sealed class AttemptAccountTests : IDisposable
{
    private readonly AttemptRig _rig = new("a/m", "a/n", "b/m");
    private readonly AttemptAccount _account;

    public AttemptAccountTests() => _account = new AttemptAccount(_rig.Context);

    private Delivery Delivery => _rig.Delivery;

    [Fact]
    public void Attempt_ThatBegins_IsCountedAndServes()
    {
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        var first = _rig.Time.GetTimestamp();
        Begin(0);
        Assert.Equal(
            (_rig[0], 1, 0, first), (Delivery.Served, Delivery.Progress.Attempts, Delivery.Progress.AttemptsOver, Delivery.FirstSentAt));
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Begin(2);
        Assert.Equal((_rig[2], 2, first), (Delivery.Served, Delivery.Progress.Attempts, Delivery.FirstSentAt));
    }

    [Fact]
    public void Attempt_ThatIsNotSent_IsNotedAsSkippedAndNotCounted()
    {
        _rig[0].State.Pause(TimeSpan.FromSeconds(10), Failure(0, BackendFailure.RateLimited, 429));
        Assert.True(_account.Begin(BackendOf(0), _rig.Turn(0), out _)?.Failure?.IsSkipped);
        Assert.Equal((0, 0L, "a/m:RateLimited(429):skipped"), (Delivery.Progress.Attempts, Delivery.FirstSentAt, Delivery.FailedAttempts));
    }

    [Fact]
    public void Attempt_ThatEnds_IsOverWithWhatItCost()
    {
        Begin(0);
        var spent = new SpentAnswer(_rig[0], null, AnswerEnd.Truncated) { Prompt = 9 };
        _account.TakeIn(
            BackendOf(0), _rig.Turn(0),
            Failed(0, BackendFailure.BadAnswer, 200) with { Spent = spent, BackendTrace = "t1", IsMetAgain = true });
        Assert.Equal((1, "t1", true), (Delivery.Progress.AttemptsOver, Delivery.Progress.BackendTrace, Delivery.FoundNews));
        Assert.Same(spent, Assert.Single(Delivery.Progress.Spent));
        Assert.Equal("a/m:BadAnswer(200)", Delivery.FailedAttempts);
    }

    [Fact]
    public void Failures_OfSeveralAttempts_AreNotedInOrder()
    {
        Fail(0, BackendFailure.Unavailable, 503);
        Fail(2, BackendFailure.Timeout, 0);
        Assert.Equal("a/m:Unavailable(503) b/m:Timeout", Delivery.FailedAttempts);
        Assert.Equal([BackendFailure.Unavailable, BackendFailure.Timeout], _account.Failures.Select(f => f.Kind));
        Assert.False(Delivery.FoundNews);
        Fail(1, BackendFailure.ModelMissing, 404);
        Assert.True(Delivery.FoundNews);
    }

    [Fact]
    public void Failure_OfWhatIsAskedAgain_IsNotedOnce()
    {
        var turn = _rig.Turn(0);
        _account.Fail(turn, Failure(0, BackendFailure.Loading, 503));
        turn.IsAskedAgain = true;
        _account.Fail(turn, Failure(0, BackendFailure.Loading, 503));
        Assert.Single(_account.Failures);
        _account.Fail(turn, Failure(0, BackendFailure.Busy, 503));
        Assert.Equal("a/m:Loading(503) a/m:Busy(503)", Delivery.FailedAttempts);
        _account.Fail(_rig.Turn(1) with { IsAskedAgain = true }, Failure(1, BackendFailure.Busy, 503));
        Assert.Equal(3, _account.Failures.Count);
    }

    [Fact]
    public void Failure_OfARetry_IsNotedEachTime()
    {
        Fail(0, BackendFailure.Unavailable, 503);
        Fail(0, BackendFailure.Unavailable, 503);
        Assert.Equal("a/m:Unavailable(503) a/m:Unavailable(503)", Delivery.FailedAttempts);
    }

    [Fact]
    public void Failure_ThatAsksForAPause_PausesTheModelAlone()
    {
        _account.Fail(_rig.Turn(0), Failure(0, BackendFailure.RateLimited, 429) with { RetryAfter = TimeSpan.FromSeconds(7) });
        Assert.Equal((TimeSpan.FromSeconds(7), false, false), (_rig[0].State.PauseLeft, _rig[1].State.IsPaused, _rig[0].Load.IsRefused));
        Assert.True(_account.Skips(_rig[0]));
        Assert.False(_account.Skips(_rig[1]));
    }

    [Fact]
    public void Credential_ThatIsRefused_IsOutForAMinuteWithAllModelsOfTheBackend()
    {
        _account.Fail(_rig.Turn(0), Failure(0, BackendFailure.Credential, 401) with { RefusesBackend = true });
        Assert.Equal(Attempt.CredentialPause, _rig[1].Load.RefusedFor);
        Assert.True(_account.Skips(_rig[1]));
        Assert.False(_account.Skips(_rig[2]));
        Assert.Equal("a/m:Credential(401) a/n:Credential(401):skipped", Delivery.FailedAttempts);
    }

    [Fact]
    public void Answer_ThatIsAdopted_IsTheRequests()
    {
        Begin(0);
        var record = RecordOf(0);
        (record.FirstByteAt, record.LeavesToolsOut, record.BackendTrace) = (77, true, "t2");
        _account.Adopt(record);
        Assert.Same(record, Delivery.Serving);
        Assert.Equal(
            (_rig[0], 77L, true, "t2"),
            (Delivery.Served, Delivery.FirstByteAt, Delivery.Progress.ToolsLeftOut, Delivery.Progress.BackendTrace));
        Assert.Null(Delivery.Resumed);
        Assert.True(_rig[0].State.HasAnswered);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Session_RemembersWhoAnsweredAPerson(bool isBackground, bool remembers)
    {
        var inquiry = _rig.Context.Inquiry;
        (inquiry.Session, inquiry.IsBackground) = ("s", isBackground);
        _account.Adopt(RecordOf(2));
        Assert.Equal(remembers ? _rig[2] : null, _rig.Services.Sessions.Find(inquiry.Caller.Name, "s", "Work"));
    }

    [Fact]
    public void Answer_ThatContinuesAnother_LeavesTheTimeOfTheFirst()
    {
        Delivery.FirstByteAt = 5;
        var record = new AttemptRecord(_rig.Continued(), BackendOf(2), _rig[2]) { FirstByteAt = 77 };
        new AttemptAccount(record.Context).Adopt(record);
        Assert.Equal((5L, _rig[2]), (Delivery.FirstByteAt, Delivery.Resumed));
    }

    [Fact]
    public void Loser_OfARace_IsNotSentAnyMore()
    {
        _account.Adopt(RecordOf(0));
        Assert.Throws<OperationCanceledException>(() => Begin(2));
        Assert.Equal((_rig[0], 0), (Delivery.Served, Delivery.Progress.Attempts));
    }

    [Fact]
    public void Loser_OfARace_GivesItsAnswerBackAndNotesNothing()
    {
        Begin(0);
        Begin(2);
        _account.Adopt(RecordOf(0));
        var (before, lost) = (Delivery.Progress, RecordOf(2));
        var response = new HttpResponseMessage { Content = new ByteArrayContent([1]) };
        Assert.Throws<OperationCanceledException>(
            () => _account.TakeIn(BackendOf(2), _rig.Turn(2), new AttemptOutcome(response, null, lost)));
        Assert.Throws<ObjectDisposedException>(() => response.Content.ReadAsStream());
        Assert.Equal(0, _rig[2].State.InFlight);
        Assert.Same(before, Delivery.Progress);
    }

    [Fact]
    public void Failure_AfterAnAdoption_IsNotNoted()
    {
        Begin(0);
        Begin(2);
        _account.Adopt(RecordOf(0));
        Assert.Throws<OperationCanceledException>(
            () => _account.TakeIn(BackendOf(2), _rig.Turn(2), Failed(2, BackendFailure.ModelMissing, 404)));
        _account.NoteBroken(Failure(0, BackendFailure.BadAnswer, 200));
        Assert.Empty(_account.Failures);
        Assert.Equal((null, false), (Delivery.FailedAttempts, Delivery.FoundNews));
    }

    public void Dispose() => _rig.Dispose();

    private Backend BackendOf(int index) => _rig.BackendOf(index);

    private AttemptRecord RecordOf(int index) => new(_rig.Context, BackendOf(index), _rig[index]);

    private void Begin(int index) => Assert.Null(_account.Begin(BackendOf(index), _rig.Turn(index), out _));

    private void Fail(int index, BackendFailure kind, int status) => _account.Fail(_rig.Turn(index), Failure(index, kind, status));

    private AttemptFailure Failure(int index, BackendFailure kind, int status) => AttemptRig.FailureOf(_rig[index], kind, status);

    private AttemptOutcome Failed(int index, BackendFailure kind, int status) => new(null, Failure(index, kind, status), null);
}
