using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Resilience.Queue;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The order of candidates: healthy ones with room, then those with a line, then those that are out.</summary>
public sealed class CandidateOrderTests
{
    // A place is taken to be held for ten seconds as long as none was given back, and five are too long.
    private static readonly AttemptSetup s_onePlaceEach = new() { Backend = b => b with { MaxConcurrent = 1 } };

    [Fact]
    public void Candidates_ThatAreWell_HaveTheirTurnsInThePolicysOrderOnce()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        Assert.Equal("0 1 2", rig.Rest());
        Assert.Equal(CandidateOrder.None, rig.Order.Next());
    }

    [Fact]
    public void Candidate_ThatIsOut_ComesWhenNobodyElseIsLeft()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        Assert.Equal(0, rig.Order.Next());
        rig.IsOut(0);
        Assert.Equal("1 2 0", rig.Rest());
    }

    [Fact]
    public void Candidates_ThatAreAllOut_HaveOneMoreTurnEach()
    {
        using var rig = new OrderRig("a/m", "b/m");
        foreach (var (next, round) in new[] { (0, 1), (1, 1), (0, 2), (1, 2) })
        {
            Assert.Equal(next, rig.Order.Next());
            Assert.Equal(round == 2, rig.Turn(next).IsLastResort);
            rig.IsOut(next);
        }

        Assert.Equal(CandidateOrder.None, rig.Order.Next());
    }

    [Fact]
    public void Candidate_WithALongLine_IsPassedOverForOneWithRoom()
    {
        using var rig = new OrderRig(s_onePlaceEach, "a/m", "b/m");
        using var taken = rig.Request.Occupy(0);
        Assert.Equal(1, rig.Order.Next());
        Assert.Equal((rig.Request[0], TimeSpan.FromSeconds(10)), rig.Request.Delivery.Spilled);
        rig.Fails(1);
        Assert.Equal("0", rig.Rest());
    }

    [Fact]
    public void Candidate_WithAShortLine_IsWaitedFor()
    {
        var patient = s_onePlaceEach with
        {
            Backend = b => b with { MaxConcurrent = 1, Queue = new QueueConfig { SpillAfter = TimeSpan.FromSeconds(10) } }
        };
        using var rig = new OrderRig(patient, "a/m", "b/m");
        using var taken = rig.Request.Occupy(0);
        Assert.Equal(0, rig.Order.Next());
        Assert.Null(rig.Request.Delivery.Spilled);
    }

    [Fact]
    public void Candidate_WithALongLine_IsWaitedForByWhatNobodyWaitsFor()
    {
        using var rig = new OrderRig(s_onePlaceEach with { IsBackground = true }, "a/m", "b/m");
        using var taken = rig.Request.Occupy(0);
        Assert.Equal(0, rig.Order.Next());
    }

    [Fact]
    public void Candidates_ThatAllHaveALine_HaveTheirTurnsByTheShortest()
    {
        using var rig = new OrderRig(s_onePlaceEach, "a/m", "b/m", "c/m");
        using var first = rig.Request.Occupy(0);
        using var second = rig.Request.Occupy(1);
        using var third = rig.Request.Occupy(2);
        using var leave = new CancellationTokenSource();
        _ = rig.Request.QueueOf(0).EnterAsync(rig.Request.Context.Inquiry.Caller.InLine, leave.Token).AsTask();
        Assert.Equal("1 2 0", rig.Rest());
    }

    [Fact]
    public void Candidate_WhoseBackendAskedForAPause_IsSkippedForGoodAndNoted()
    {
        using var rig = new OrderRig("a/m", "b/m");
        var failure = AttemptRig.FailureOf(rig.Request[0], BackendFailure.RateLimited, 429);
        rig.Request[0].State.Pause(TimeSpan.FromSeconds(10), failure);
        Assert.Equal("1", rig.Rest());
        Assert.Equal("a/m:RateLimited(429):skipped b/m:Unavailable", rig.Request.Delivery.FailedAttempts);
        Assert.Equal((true, TimeSpan.FromSeconds(10)), (rig.Sender.Failures[0].IsSkipped, rig.Sender.Failures[0].RetryAfter!.Value));
    }

    [Fact]
    public void Candidates_WhoseBackendRefusesTheCredential_AreAllSkipped()
    {
        using var rig = new OrderRig("a/m", "a/n", "b/m");
        var failure = AttemptRig.FailureOf(rig.Request[0], BackendFailure.Credential, 401);
        rig.Request[0].Load.Refuse(TimeSpan.FromMinutes(1), failure);
        Assert.Equal("2", rig.Rest());
    }

    // A second of the same backend is one more of what may be in trouble, and the budget has three.
    [Fact]
    public void Candidate_WhoseBackendWasSentEnough_IsPassedOverForAnother()
    {
        using var rig = new OrderRig("a/m", "a/n", "b/m");
        var (backend, budget) = (rig.Request.BackendOf(0).State, rig.Request.Services.Guards.BudgetOf(rig.Request.BackendOf(0).State));
        Assert.Equal(0, rig.Order.Next());
        rig.Request.Context.Sends.Add(backend);
        rig.Fails(0);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(budget.TryTake(20));
        }

        Assert.Equal(2, rig.Order.Next());
    }

    [Fact]
    public void Candidate_ThatIsOnlyBusy_ComesBackWhenNobodyElseIsLeftAndIsWaitedForThen()
    {
        using var rig = new OrderRig("a/m", "b/m");
        Assert.Equal(0, rig.Order.Next());
        rig.IsBusy(0);
        Assert.Equal(1, rig.Order.Next());
        rig.Fails(1);
        Assert.Equal(0, rig.Order.Next());
        Assert.True(rig.Turn(0) is { WaitsForRoom: true, IsLastResort: true, MayRetry: true });
        rig.IsBusy(0);
        Assert.Equal(CandidateOrder.None, rig.Order.Next());
    }

    [Fact]
    public void Candidate_ThatIsOnlyBusy_DoesNotComeBackToAnAnswerThatBroke()
    {
        using var rig = new OrderRig("a/m", "b/m").Continued();
        Assert.Equal(0, rig.Order.Next());
        rig.IsBusy(0);
        Assert.Equal("1", rig.Rest());
    }

    [Fact]
    public void Order_ThatKeepsToSome_HasNoOtherAndNoneBesideThem()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m", "d/m");
        rig.Order.KeepTo(0b1010);
        Assert.False(rig.Turn(1).MayHedge);
        Assert.Equal("1 3", rig.Rest());
    }

    [Fact]
    public void PrefixTakers_AreThoseThatCanContinueAndWereNotTried()
    {
        var setup = new AttemptSetup { Backend = b => b.Name == "plain" ? b : b with { Provider = ProviderKind.Vllm } };
        using var rig = new OrderRig(setup, "a/m", "plain/m", "b/m", "c/m");
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0);
        rig.Request.Delivery.Progress = new Gateway.Requests.Progress { Served = rig.Request[2] };
        Assert.Equal(0b1000u, rig.Order.PrefixTakers);
    }
}
