using Gateway.Attempts;
using Gateway.Resilience.Ejection;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>What an attempt's outcome says about its model, and whether the same one may be tried again.</summary>
public sealed class AttemptOutcomeTests : IDisposable
{
    private readonly AttemptRig _rig = new("own/m", "cloud/m");

    [Theory]
    [InlineData(nameof(BackendFailure.Unavailable), nameof(Fault.Failed), true)]
    [InlineData(nameof(BackendFailure.Timeout), nameof(Fault.Failed), false)]
    [InlineData(nameof(BackendFailure.BadAnswer), nameof(Fault.Failed), false)]
    [InlineData(nameof(BackendFailure.RateLimited), nameof(Fault.Neutral), true)]
    [InlineData(nameof(BackendFailure.Busy), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.Loading), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.OutOfCredit), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.Credential), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.Refused), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.Incapable), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.ModelMissing), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.ContextTooLong), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.ClientFault), nameof(Fault.Neutral), false)]
    [InlineData(nameof(BackendFailure.None), nameof(Fault.None), false)]
    public void Failure_OfAKind_CountsAgainstTheModelOrPasses(string kind, string fault, bool mayPass)
    {
        var outcome = Failed(Enum.Parse<BackendFailure>(kind));
        Assert.Equal((Enum.Parse<Fault>(fault), mayPass), (outcome.Fault, outcome.MayPass));
    }

    [Fact]
    public void Failure_OfAnyKind_StandsInTheTable() =>
        Assert.All(Enum.GetValues<BackendFailure>(), kind => Assert.True(Enum.IsDefined(Failed(kind).Fault)));

    [Fact]
    public void Answer_CountsForTheModel_AndWhatWasNotTriedSaysNothing()
    {
        using var response = new HttpResponseMessage();
        Assert.Equal((Fault.None, false, false), Said(new AttemptOutcome(response, null, null)));
        Assert.Equal((Fault.Neutral, false, true), Said(AttemptOutcome.NotTried));

        static (Fault, bool, bool) Said(AttemptOutcome outcome) => (outcome.Fault, outcome.MayPass, outcome.IsNotTried);
    }

    [Fact]
    public void Failure_ThatIsSlowOrWasSkipped_SaysNothingOfTheModel()
    {
        var failure = AttemptRig.FailureOf(_rig[0], BackendFailure.Timeout);
        Assert.Equal(Fault.Neutral, new AttemptOutcome(null, failure with { IsSlow = true }, null).Fault);
        Assert.Equal(
            Fault.Neutral, new AttemptOutcome(null, failure with { Kind = BackendFailure.Unavailable, IsSkipped = true }, null).Fault);
    }

    [Fact]
    public void Load_ThatFailed_IsNotTriedAgain() =>
        Assert.False(
            new AttemptOutcome(null, AttemptRig.FailureOf(_rig[0], BackendFailure.Unavailable) with { IsFailedLoad = true }, null).MayPass);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Machine_ThatIsFull_IsTriedAgainWhereItServesOthers(int candidate, bool mayPass)
    {
        var failure = AttemptRig.FailureOf(_rig[candidate], BackendFailure.Busy, 503) with { PassesByItself = true };
        Assert.Equal(mayPass, new AttemptOutcome(null, failure, null).MayPass);
    }

    [Fact]
    public void Send_ThatWasTheLast_IsNotTriedAgain() =>
        Assert.False((Failed(BackendFailure.Unavailable) with { IsLastSend = true }).MayPass);

    [Fact]
    public void Answer_ThatNobodyTakes_IsGivenBackWithAllThatItHolds()
    {
        var record = new AttemptRecord(_rig.Context, _rig.BackendOf(0), _rig[0]);
        var response = new HttpResponseMessage { Content = new ByteArrayContent([1]) };
        Assert.Equal(1, _rig[0].State.InFlight);
        new AttemptOutcome(response, null, record).GiveBack();
        Assert.Equal((0, 0), (_rig[0].State.InFlight, _rig[0].Load.InFlight));
        Assert.Throws<ObjectDisposedException>(() => response.Content.ReadAsStream());
        AttemptOutcome.NotTried.GiveBack();
    }

    public void Dispose() => _rig.Dispose();

    private AttemptOutcome Failed(BackendFailure kind) => new(null, AttemptRig.FailureOf(_rig[0], kind), null);
}
