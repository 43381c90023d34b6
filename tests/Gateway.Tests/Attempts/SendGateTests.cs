using Gateway.Attempts;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Resilience.Retries;
using Gateway.Routing.Candidates;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>A candidate is sent a request now or not, depending on requested pauses and on how often its backend had the request.</summary>
public sealed class SendGateTests : IDisposable
{
    private const int Always = 3;

    private readonly AttemptRig _rig = new("a/m", "a/n", "b/m");
    private readonly SendGate _gate;

    public SendGateTests() => _gate = new SendGate(_rig.Context);

    private BackendState Backend => _rig.BackendOf(0).State;

    private RetryBudget Budget => _rig.Services.Guards.BudgetOf(Backend);

    [Fact]
    public void Candidate_IsPausedByItsBackendsWords_UntilTheyAreOver()
    {
        Assert.Null(SendGate.WhyPaused(_rig[0]));
        _rig[0].State.Pause(TimeSpan.FromSeconds(10), Failure(0, BackendFailure.RateLimited));
        _rig.Time.Advance(TimeSpan.FromSeconds(3.5));
        var why = SendGate.WhyPaused(_rig[0])!;
        Assert.Equal((true, TimeSpan.FromSeconds(6.5), BackendFailure.RateLimited), (why.IsSkipped, why.RetryAfter, why.Kind));
        Assert.Equal("words (not asked again for 7 s more)", why.Message);
        Assert.Null(SendGate.WhyPaused(_rig[1]));
        _rig.Time.Advance(TimeSpan.FromSeconds(6.5));
        Assert.Null(SendGate.WhyPaused(_rig[0]));
    }

    [Fact]
    public void Credential_ThatIsRefused_PausesAllModelsInTheNameOfEach()
    {
        _rig[0].Load.Refuse(TimeSpan.FromMinutes(1), Failure(0, BackendFailure.Credential));
        _rig[1].State.Pause(TimeSpan.FromMinutes(2), Failure(1, BackendFailure.RateLimited));
        var why = SendGate.WhyPaused(_rig[1])!;
        Assert.Equal((_rig[1], BackendFailure.Credential, TimeSpan.FromMinutes(1)), (why.Candidate, why.Kind, why.RetryAfter));
        Assert.Null(SendGate.WhyPaused(_rig[2]));
    }

    [Fact]
    public void Send_ThatIsLetThrough_IsCounted()
    {
        var turn = _rig.Turn(0);
        Assert.Null(_gate.Refuse(Backend, turn, out var probe));
        Assert.Null(probe);
        Assert.True(turn.IsSent);
        Assert.Equal((1, 1), (_rig.Context.Sends.Of(Backend), _rig.Context.Sends.Total));
    }

    [Fact]
    public void Pause_ThatBeganMeanwhile_StandsInPlaceOfTheSend()
    {
        _rig[0].State.Pause(TimeSpan.FromSeconds(10), Failure(0, BackendFailure.RateLimited));
        var refused = _gate.Refuse(Backend, _rig.Turn(0), out _);
        Assert.Equal((true, 0), (refused?.Failure?.IsSkipped, _rig.Context.Sends.Total));
    }

    [Fact]
    public void Pause_ThatIsLong_IsProbedByOne()
    {
        _rig[0].State.Pause(TimeSpan.FromMinutes(60), Failure(0, BackendFailure.RateLimited));
        _rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(0), out var probe));
        Assert.NotNull(probe);
        Assert.NotNull(_gate.Refuse(Backend, _rig.Turn(0), out _)?.Failure);
    }

    // Of what is not sent after all, somebody else finds out.
    [Fact]
    public void Pause_WhoseProbeIsNotSent_IsLeftToTheNext()
    {
        _rig[0].State.Pause(TimeSpan.FromMinutes(60), Failure(0, BackendFailure.RateLimited));
        _rig.Time.Advance(TimeSpan.FromMinutes(5));
        _rig.Context.Sends.Add(Backend);
        SpendBudget();
        Assert.Same(AttemptOutcome.NotTried, _gate.Refuse(Backend, _rig.Turn(0), out _));
        using var other = new AttemptRig("a/m");
        Assert.Null(new SendGate(other.Context).Refuse(Backend, _rig.Turn(0), out var next));
        Assert.NotNull(next);
    }

    [Fact]
    public void Model_OfABackendThatHasTheRequest_TakesAShareOfItsBudget()
    {
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(0), out _));
        Assert.True(_gate.MaySend(_rig[1]));
        SpendBudget(leave: 1);
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(1), out _));
        Assert.False(_gate.MaySend(_rig[0]));
        Assert.Same(AttemptOutcome.NotTried, _gate.Refuse(Backend, _rig.Turn(0), out _));
        // One that never had it is free.
        Assert.True(_gate.MaySend(_rig[2]));
        Assert.Null(_gate.Refuse(_rig.BackendOf(2).State, _rig.Turn(2), out _));
    }

    [Fact]
    public void Model_OfABackendThatAnswersSomebody_CostsNothing()
    {
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(0), out _));
        SpendBudget();
        Assert.False(_gate.MaySend(_rig[1]));
        _gate.Ended(Backend, new AttemptOutcome(new HttpResponseMessage(), null, null));
        Assert.True(_gate.MaySend(_rig[1]));
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(1), out _));
    }

    [Fact]
    public void Retry_OfTheSameTurn_HasItsShareAlready()
    {
        var turn = _rig.Turn(0);
        Assert.Null(_gate.Refuse(Backend, turn, out _));
        SpendBudget();
        Assert.Null(_gate.Refuse(Backend, turn, out _));
        Assert.Equal(2, _rig.Context.Sends.Total);
    }

    [Fact]
    public void Request_IsSentThreeTimesAtMost_ButToWhoNeverHadIt()
    {
        var turn = _rig.Turn(0);
        for (var i = 0; i < Always; i++)
        {
            Assert.Null(_gate.Refuse(Backend, turn, out _));
        }

        Assert.False(_gate.MaySend(_rig[1]));
        Assert.Same(AttemptOutcome.NotTried, _gate.Refuse(Backend, _rig.Turn(1), out _));
        Assert.Null(_gate.Refuse(_rig.BackendOf(2).State, _rig.Turn(2), out _));
    }

    [Theory]
    [InlineData(nameof(BackendFailure.Unavailable), 1)]
    [InlineData(nameof(BackendFailure.Timeout), 1)]
    [InlineData(nameof(BackendFailure.BadAnswer), 1)]
    [InlineData(nameof(BackendFailure.RateLimited), 1)]
    [InlineData(nameof(BackendFailure.OutOfCredit), 1)]
    [InlineData(nameof(BackendFailure.Credential), 1)]
    [InlineData(nameof(BackendFailure.Busy), 0)]
    [InlineData(nameof(BackendFailure.Loading), 0)]
    [InlineData(nameof(BackendFailure.Refused), 0)]
    [InlineData(nameof(BackendFailure.Incapable), 0)]
    [InlineData(nameof(BackendFailure.ModelMissing), 0)]
    [InlineData(nameof(BackendFailure.ContextTooLong), 0)]
    [InlineData(nameof(BackendFailure.ClientFault), 0)]
    public void Failure_OfTheOneModel_IsExcused(string kind, int counted)
    {
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(0), out _));
        _gate.Ended(Backend, new AttemptOutcome(null, Failure(0, Enum.Parse<BackendFailure>(kind)), null));
        Assert.Equal(counted, _rig.Context.Sends.Total);
    }

    [Fact]
    public void Failure_OfALoad_IsThatOfTheOneModel()
    {
        Assert.Null(_gate.Refuse(Backend, _rig.Turn(0), out _));
        _gate.Ended(Backend, new AttemptOutcome(null, Failure(0, BackendFailure.Unavailable) with { IsFailedLoad = true }, null));
        Assert.Equal(0, _rig.Context.Sends.Total);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(3, false, true)]
    [InlineData(1, true, true)]
    public void Send_IsTheLast_AfterThreeOrWhileTheGatewayStops(int sends, bool drains, bool isLast)
    {
        var turn = _rig.Turn(0);
        for (var i = 0; i < sends; i++)
        {
            Assert.Null(_gate.Refuse(Backend, turn, out _));
        }

        if (drains)
        {
            _rig.Drain.EndNow();
        }

        Assert.Equal(isLast, _gate.Ended(Backend, new AttemptOutcome(null, Failure(0, BackendFailure.Unavailable), null)).IsLastSend);
    }

    public void Dispose() => _rig.Dispose();

    private AttemptFailure Failure(int index, BackendFailure kind) => AttemptRig.FailureOf(_rig[index], kind);

    private void SpendBudget(int leave = 0)
    {
        for (var i = 0; i < Always - leave; i++)
        {
            Assert.True(Budget.TryTake(new ResilienceConfig().RetryPercent));
        }
    }
}
