using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The failures after which another candidate is tried.</summary>
public sealed class CandidateFollowsTests
{
    private static readonly AttemptSetup s_contexts = new()
    {
        Models = [ContextOf("a", 4096), ContextOf("b", 4096), ContextOf("c", 100_000)],
    };

    [Theory]
    [InlineData(nameof(BackendFailure.Unavailable))]
    [InlineData(nameof(BackendFailure.Busy))]
    [InlineData(nameof(BackendFailure.Loading))]
    [InlineData(nameof(BackendFailure.RateLimited))]
    [InlineData(nameof(BackendFailure.OutOfCredit))]
    [InlineData(nameof(BackendFailure.Credential))]
    [InlineData(nameof(BackendFailure.Refused))]
    [InlineData(nameof(BackendFailure.Incapable))]
    [InlineData(nameof(BackendFailure.ModelMissing))]
    [InlineData(nameof(BackendFailure.Timeout))]
    [InlineData(nameof(BackendFailure.BadAnswer))]
    public void Failure_ThatAnotherMayNotHave_LeadsToTheNext(string kind)
    {
        using var rig = new OrderRig("a/m", "b/m");
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0, Enum.Parse<BackendFailure>(kind));
        Assert.Equal(1, rig.Order.Next());
    }

    [Fact]
    public void Fault_OfTheRequest_IsTheSameEverywhere()
    {
        using var rig = new OrderRig("a/m", "b/m", "c/m");
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0);
        Assert.Equal(1, rig.Order.Next());
        rig.Fails(1, BackendFailure.ClientFault, 400);
        Assert.Equal(CandidateOrder.None, rig.Order.Next());
    }

    [Fact]
    public void Fault_OfARequestThatIsContinued_MayBeThatOfItsPrefix()
    {
        using var rig = new OrderRig("a/m", "b/m").Continued();
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0, BackendFailure.ClientFault, 400);
        Assert.Equal(1, rig.Order.Next());
    }

    [Fact]
    public void Prompt_ThatIsTooLong_FollowsToALongerContextAlone()
    {
        using var rig = new OrderRig(s_contexts, "a/m", "b/m", "c/m");
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0, BackendFailure.ContextTooLong, 400, new TooLong(4096, 6000));
        Assert.Equal("2", rig.Rest());
    }

    [Fact]
    public void Prompt_ThatIsTooLong_EndsWhereNoContextIsLonger()
    {
        using var rig = new OrderRig(s_contexts, "a/m", "b/m");
        Assert.Equal(0, rig.Order.Next());
        rig.Fails(0, BackendFailure.ContextTooLong, 400, new TooLong(4096, 6000));
        Assert.Equal(CandidateOrder.None, rig.Order.Next());
    }

    // By what the backend said, what was believed of the next, and which of the two is longer.
    [Theory]
    [InlineData(4096, 6000, 8192, true)]
    [InlineData(4096, 6000, 4900, true)]
    [InlineData(4096, 6000, 4800, false)]
    [InlineData(8192, 9000, 8192, false)]
    [InlineData(4096, null, 4097, true)]
    [InlineData(4096, null, 4096, false)]
    [InlineData(null, null, 4097, true)]
    [InlineData(null, null, 4096, false)]
    public void Context_IsLongEnough_ByWhatTheBackendSaidOfTheLengths(int? said, int? prompt, int next, bool mayTake)
    {
        using var rig = new AttemptRig(new AttemptSetup { Models = [ContextOf("a", 4096), ContextOf("b", next)] }, "a/m", "b/m");
        var failure = AttemptRig.FailureOf(rig[0], BackendFailure.ContextTooLong, 400) with { Lengths = new TooLong(said, prompt) };
        Assert.Equal(mayTake, LongerContext.MayTake(rig[1], failure));
    }

    [Fact]
    public void Context_ThatNobodyKnows_IsTried()
    {
        using var rig = new AttemptRig("a/m", "b/m");
        Assert.Null(rig[1].Card.ContextLength);
        Assert.True(
            LongerContext.MayTake(
                rig[1], AttemptRig.FailureOf(rig[0], BackendFailure.ContextTooLong, 400) with { Lengths = new TooLong(4096, 6000) }));
    }

    [Fact]
    public void Body_ThatIsTooLargeForWhatStandsBeforeABackend_IsTriedBeforeAnother()
    {
        using var rig = new AttemptRig(
            new AttemptSetup { Models = [ContextOf("a", 4096), ContextOf("a", 4096, "n"), ContextOf("b", 4096)] }, "a/m", "a/n", "b/m");
        var failure = AttemptRig.FailureOf(rig[0], BackendFailure.ContextTooLong, 413);
        Assert.Equal((false, true), (LongerContext.MayTake(rig[1], failure), LongerContext.MayTake(rig[2], failure)));
    }

    private static ModelConfig ContextOf(string backend, int tokens, string model = "m") =>
        new() { Backend = backend, Model = model, ContextLength = tokens };
}
