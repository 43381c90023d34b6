using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The second attempt beside a slow candidate goes to the next healthy one that can take it at once.</summary>
public sealed class HedgeChoiceTests
{
    [Fact]
    public void Hedge_IsTheNextInOrder()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        using var spare = new HttpRequestMessage();
        var turn = rig.Order.TakeHedge(0, spare);
        Assert.NotNull(turn);
        Assert.Equal((rig.Request[1], spare, true), (turn.Candidate, turn.Message, turn.IsHedge));
        Assert.True(turn is { MayRetry: false, WaitsForRoom: false, WaitsForLoad: false, IsLastResort: false });
        Assert.Equal(1, rig.Order.Hedge);
    }

    [Theory]
    [InlineData("tried")]
    [InlineData("notTried")]
    [InlineData("paused")]
    [InlineData("out")]
    [InlineData("down")]
    [InlineData("refused")]
    [InlineData("full")]
    public void Candidate_ThatIsNotWell_IsNoHedge(string why)
    {
        using var rig = new OrderRig(new AttemptSetup { Backend = b => b with { MaxConcurrent = 1 } }, "a/m", "b/m", "c/m");
        var (other, failure) = (rig.Request[1], AttemptRig.FailureOf(rig.Request[1], BackendFailure.RateLimited, 429));
        switch (why)
        {
            case "tried":
                rig.Fails(1);
                break;
            case "notTried":
                rig.IsOut(1);
                break;
            case "paused":
                other.State.Pause(TimeSpan.FromSeconds(10), failure);
                break;
            case "out":
                other.State.TakeOut(TimeSpan.FromSeconds(10));
                break;
            case "down":
                other.Load.IsDown = true;
                break;
            case "refused":
                other.Load.Refuse(TimeSpan.FromSeconds(10), failure);
                break;
            case "full":
                rig.Request.Occupy(1);
                break;
        }

        var turn = rig.Order.TakeHedge(0, rig.Request.Message);
        Assert.Equal(rig.Request[2], turn?.Candidate);
        // It stands in no line, so it has its place.
        Assert.NotNull(turn!.Place);
        Assert.Equal((1, 2), (rig.Request.QueueOf(2).Running, rig.Order.Hedge!.Value));
    }

    [Fact]
    public void Model_ThatIsSlow_IsNotItsOwnHedge()
    {
        using var rig = new OrderRig("a/m", "a/M");
        Assert.Null(rig.Order.TakeHedge(0, rig.Request.Message));
        Assert.Null(rig.Order.Hedge);
    }

    [Fact]
    public void Hedge_AfterAFaultOfTheRequest_IsNone()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        rig.Fails(2, BackendFailure.ClientFault, 400);
        Assert.Null(rig.Order.TakeHedge(0, rig.Request.Message));
    }

    [Fact]
    public void Hedge_OfAPromptThatWasTooLong_HasALongerContext()
    {
        var setup = new AttemptSetup
        {
            Models = [.. new[] { ("a", 100_000), ("b", 4096), ("c", 100_000), ("d", 4096) }.Select(
                m => new ModelConfig { Backend = m.Item1, Model = "m", ContextLength = m.Item2 })]
        };
        using var rig = new OrderRig(setup, "a/m", "b/m", "c/m", "d/m");
        rig.Fails(3, BackendFailure.ContextTooLong, 400, new TooLong(4096, 6000));
        Assert.Equal(rig.Request[2], rig.Order.TakeHedge(0, rig.Request.Message)?.Candidate);
    }
}
