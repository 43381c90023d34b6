using Gateway.Attempts;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>What a candidate may do in its turn depends on which others are left.</summary>
public sealed class TurnFlagsTests
{
    private static readonly AttemptSetup s_cloudStart = new() { Route = r => r with { ColdStart = ColdStart.Cloud } };

    // Of the other candidate: it is well, had its turn, is out, was asked to be left alone, or refuses the credential.
    [Theory]
    [InlineData("well", false)]
    [InlineData("tried", true)]
    [InlineData("out", true)]
    [InlineData("paused", true)]
    [InlineData("refused", true)]
    public void Turn_OfTheLastCandidate_RetriesAndWaits(string other, bool isLast)
    {
        using var rig = new OrderRig(s_cloudStart, "a/m", "b/m");
        Become(rig, other);
        var turn = rig.Turn(0);
        Assert.Equal((isLast, !isLast, isLast, isLast), (turn.MayRetry, turn.MayHedge, turn.WaitsForRoom, turn.WaitsForLoad));
        Assert.False(turn.IsLastResort);
    }

    [Fact]
    public void Turn_OfTheOnlyCandidate_IsItsLastResort()
    {
        using var rig = new OrderRig("a/m");
        Assert.True(
            rig.Turn(0) is { MayRetry: true, MayHedge: false, WaitsForRoom: true, WaitsForLoad: true, IsLastResort: true, IsHedge: false });
    }

    [Fact]
    public void Turn_WhereAllThatAreLeftAreOut_IsTheLastResortOfEachButLeavesRetriesToTheLast()
    {
        using var rig = new OrderRig("a/m", "b/m");
        foreach (var next in new[] { 0, 1 })
        {
            Assert.Equal(next, rig.Order.Next());
            rig.IsOut(next);
        }

        Assert.Equal(0, rig.Order.Next());
        Assert.True(rig.Turn(0) is { IsLastResort: true, MayRetry: false, WaitsForRoom: true, WaitsForLoad: true });
        rig.Fails(0);
        Assert.Equal(1, rig.Order.Next());
        Assert.True(rig.Turn(1) is { IsLastResort: true, MayRetry: true });
    }

    [Theory]
    [InlineData(ColdStart.Wait, true)]
    [InlineData(ColdStart.Cloud, false)]
    [InlineData(ColdStart.WarmAndCloud, false)]
    public void Turn_OfARouteThatWaitsForLoads_WaitsThoughAnotherIsLeft(ColdStart coldStart, bool waits)
    {
        using var rig = new OrderRig(new AttemptSetup { Route = r => r with { ColdStart = coldStart } }, "a/m", "b/m");
        Assert.True(rig.Turn(0) is { WaitsForRoom: false } turn && turn.WaitsForLoad == waits);
    }

    [Fact]
    public void Turn_OfAnAnswerThatBroke_WaitsForNothing()
    {
        using var rig = new OrderRig("a/m").Continued();
        Assert.True(rig.Turn(0) is { MayRetry: true, WaitsForRoom: false, WaitsForLoad: false });
    }

    [Fact]
    public void Turn_AfterAHedge_HasNoSecond()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        Assert.True(rig.Turn(0).MayHedge);
        Assert.NotNull(rig.Order.TakeHedge(0, rig.Request.Message));
        Assert.False(rig.Turn(0).MayHedge);
    }

    private static void Become(OrderRig rig, string other)
    {
        var failure = AttemptRig.FailureOf(rig.Request[1], BackendFailure.RateLimited, 429);
        switch (other)
        {
            case "tried":
                rig.Fails(1);
                break;
            case "out":
                rig.IsOut(1);
                break;
            case "paused":
                rig.Request[1].State.Pause(TimeSpan.FromSeconds(10), failure);
                break;
            case "refused":
                rig.Request[1].Load.Refuse(TimeSpan.FromSeconds(10), failure);
                break;
        }
    }
}
