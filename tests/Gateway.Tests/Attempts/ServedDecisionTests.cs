using Gateway.Attempts;
using Gateway.Requests;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>The client is told why this candidate answered, once that is known.</summary>
public sealed class ServedDecisionTests : IDisposable
{
    private readonly AttemptRig _rig = new("a/m", "cloud/m");

    private Delivery Delivery => _rig.Delivery;

    [Fact]
    public void First_ThatAnswersAsItWasChosen_LeavesTheWordsOfTheChoice()
    {
        Delivery.Decision = "as chosen";
        Tell(0, AttemptRig.FailureOf(_rig[1], BackendFailure.Busy, 503));
        Assert.Equal("as chosen", Delivery.Decision);
    }

    [Theory]
    [InlineData(nameof(BackendFailure.Unavailable), 503, false, "a/m was asked first: a failure of its own (503)")]
    [InlineData(nameof(BackendFailure.Timeout), 0, false, "a/m was asked first: it took too long")]
    [InlineData(nameof(BackendFailure.Busy), 0, false, "a/m was asked first: it says why")]
    [InlineData(nameof(BackendFailure.RateLimited), 429, true, "a/m is left alone for a while: it takes no more for the moment")]
    public void Second_ThatAnswers_IsToldWithWhatBecameOfTheFirst(string kind, int status, bool isSkipped, string words)
    {
        Tell(1, AttemptRig.FailureOf(_rig[0], Enum.Parse<BackendFailure>(kind), status, "it says why") with { IsSkipped = isSkipped });
        Assert.Contains(words, Delivery.Decision, StringComparison.Ordinal);
    }

    // A backend's words may quote the prompt.
    [Fact]
    public void Words_OfABackend_AreNotRepeated()
    {
        Tell(1, AttemptRig.FailureOf(_rig[0], BackendFailure.BadAnswer, 200, "the secret of the prompt"));
        Assert.DoesNotContain("secret", Delivery.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_ThatAnswers_IsToldWithTheLineBeforeTheFirst()
    {
        Delivery.Spilled = (_rig[0], TimeSpan.FromSeconds(9.2));
        Tell(1);
        Assert.Contains("a/m has a line before it of about 10 s", Delivery.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public void Hedge_ThatAnswers_IsToldWithTheSlownessOfTheFirst()
    {
        Delivery.Hedged = _rig[0];
        Tell(1);
        Assert.Contains("a/m was slow with its first event, so a second was asked", Delivery.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public void Quota_HasItsWordWhoeverAnswers()
    {
        _rig.Choice.QuotaDecision = "the budget is spent";
        Tell(1, AttemptRig.FailureOf(_rig[0], BackendFailure.Timeout));
        Assert.StartsWith("the budget is spent. ", Delivery.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_ThatTheFirstTurnedOutToRefuse_AreToldToBeLeftOut()
    {
        _rig.Choice.HasOptionalTools = true;
        Tell(RecordOf(0, leavesToolsOut: true));
        Assert.EndsWith(
            "It refuses tools, so it was sent none of those that the client offers.", Delivery.Decision, StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();

    private AttemptRecord RecordOf(int index, bool leavesToolsOut) =>
        new(_rig.Context, _rig.BackendOf(index), _rig[index]) { LeavesToolsOut = leavesToolsOut };

    private void Tell(int index, params AttemptFailure[] failures) => Tell(RecordOf(index, leavesToolsOut: false), failures);

    private void Tell(AttemptRecord record, params AttemptFailure[] failures) => ServedDecision.Tell(Delivery, record, failures);
}
