using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Retries;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>A request goes from candidate to candidate until one answers.</summary>
public sealed class FailoverTests : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly List<AttemptRig> _rigs = [];

    [Fact]
    public async Task Second_AnswersWhenTheFirstFails()
    {
        var rig = Over("a/m", "cloud/m");
        rig.Backends.Script("a/m", Replies.Fails(503));
        rig.Backends.Script("cloud/m", Replies.Says("hi"));
        Assert.Equal("hi", await AnswerAsync(rig));
        Assert.Equal(("a/m cloud/m", "a/m:Unavailable(503)"), (rig.Backends.Sent, rig.Delivery.FailedAttempts));
        Assert.Equal((rig[1], 2, 2), (rig.Delivery.Served, rig.Delivery.Progress.Attempts, rig.Delivery.Progress.AttemptsOver));
        Assert.Contains("a/m was asked first: a failure of its own (503)", rig.Delivery.Decision, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("unreachable")]
    [InlineData("badAnswer")]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("429")]
    [InlineData("500")]
    public async Task Failure_OfAnyKindOfABackend_LeadsToTheNext(string how)
    {
        var rig = Over("a/m", "b/m");
        rig.Backends.Script("a/m", how switch
        {
            "lost" => Replies.Lost,
            "unreachable" => Replies.Unreachable,
            "badAnswer" => Replies.Ok("<html>"),
            _ => Replies.Fails(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture)),
        });
        rig.Backends.Script("b/m", Replies.Says("hi"));
        Assert.Equal("hi", await AnswerAsync(rig));
        Assert.Equal("a/m b/m", rig.Backends.Sent);
        Assert.Equal(how == "unreachable", rig[0].Load.IsDown);
    }

    [Fact]
    public async Task Fault_OfTheRequest_EndsIt()
    {
        var rig = Over("a/m", "b/m");
        rig.Backends.Script("a/m", Replies.Fails(400, "'temperature' must be a number"));
        var (answer, failures) = await RunAsync(rig);
        Assert.Null(answer);
        Assert.Equal(("a/m", BackendFailure.ClientFault), (rig.Backends.Sent, Assert.Single(failures).Kind));
    }

    // Three sends are the most of a request that nobody who never had it is left for.
    [Fact]
    public async Task Candidates_ThatAllFail_LeaveTheirFailures()
    {
        var rig = Over("a/m", "b/m");
        rig.Backends.Script("a/m", Replies.Fails(503));
        rig.Backends.Script("b/m", Replies.Fails(502));
        var (answer, failures) = await RunAsync(rig);
        Assert.Null(answer);
        Assert.Equal("a/m b/m b/m", rig.Backends.Sent);
        Assert.Equal([503, 502, 502], failures.Select(f => f.Status));
        Assert.Null(rig.Delivery.Serving);
    }

    [Fact]
    public async Task Last_IsTriedAgainUntilItAnswers()
    {
        var rig = Over("a/m");
        rig.Backends.Script("a/m", Replies.Fails(503), Replies.Fails(503), Replies.Says("hi"));
        Assert.Equal("hi", await AnswerAsync(rig));
        Assert.Equal(("a/m a/m a/m", 3), (rig.Backends.Sent, rig.Delivery.Progress.Attempts));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    public async Task Last_IsTriedAgainAsOftenAsTheOperatorSays(int retries, int sends)
    {
        var rig = Over(new AttemptSetup { Resilience = new ResilienceConfig { Retries = retries } }, "a/m");
        rig.Backends.Script("a/m", Replies.Fails(503));
        var (answer, failures) = await RunAsync(rig);
        Assert.Null(answer);
        Assert.Equal((sends, sends), (rig.Backends.Bodies.Count, failures.Count));
    }

    [Fact]
    public async Task Retries_KeepWithinTheBudget()
    {
        var rig = Over("a/m");
        rig.Backends.Script("a/m", Replies.Fails(503));
        var budget = rig.Services.Guards.BudgetOf(rig.BackendOf(0).State);
        Assert.True(budget.TryTake(20) && budget.TryTake(20));
        await RunAsync(rig);
        Assert.Equal("a/m a/m", rig.Backends.Sent);
    }

    [Fact]
    public async Task Model_ThatIsOut_IsTriedWhenNobodyElseIsLeft()
    {
        var rig = Over("a/m", "b/m");
        var guard = rig.Services.Guards.Of(rig.BackendOf(0).State, rig[0], rig.Snapshot.Config.Resilience).Outlier;
        for (var i = 0; i < 5; i++)
        {
            guard.Ended(guard.Admit(isLastResort: false), Fault.Failed);
        }

        rig.Backends.Script("a/m", Replies.Says("back"));
        rig.Backends.Script("b/m", Replies.Fails(404));
        Assert.Equal("back", await AnswerAsync(rig));
        Assert.Equal("b/m a/m", rig.Backends.Sent);
    }

    [Fact]
    public async Task Backend_ThatIsBusy_IsWaitedForWhenNobodyElseIsLeft()
    {
        var rig = Over("a/m", "b/m");
        rig.Backends.Script(
            "a/m", Replies.Fails(503, "server busy, please try again"), Replies.Fails(503, "server busy, please try again"),
            Replies.Says("hi"));
        rig.Backends.Script("b/m", Replies.Fails(404));
        Assert.Equal("hi", await AnswerAsync(rig));
        Assert.Equal("a/m b/m a/m a/m", rig.Backends.Sent);
        Assert.Equal(1, rig.Delivery.Queued?.Place);
    }

    [Fact]
    public async Task Client_ThatLeaves_EndsItAndBlamesNobody()
    {
        var rig = Over("a/m", "b/m");
        rig.Backends.Script("a/m", Replies.Never);
        var running = new Failover(rig.Context, rig.Message).RunAsync().AsTask();
        rig.ClientLeaves();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(("a/m", null), (rig.Backends.Sent, rig.Delivery.FailedAttempts));
        Assert.Equal((1, 0), (rig.Delivery.Progress.Attempts, rig.Delivery.Progress.AttemptsOver));
        Assert.Equal((0, 0), (rig[0].State.InFlight, rig[0].Load.InFlight));
    }

    [Fact]
    public async Task Backend_ThatIsSilent_IsLeftWhenItsTimeIsOver()
    {
        var rig = Over(new AttemptSetup { Backend = b => b with { FirstByteTimeout = TimeSpan.FromSeconds(10) } }, "a/m", "b/m");
        rig.Backends.Script("a/m", Replies.Never);
        rig.Backends.Script("b/m", Replies.Says("hi"));
        Assert.Equal("hi", await AnswerAsync(rig));
        Assert.Equal("a/m:Timeout", rig.Delivery.FailedAttempts);
        // It was at work until then.
        Assert.Equal(rig[0], Assert.Single(rig.Delivery.Progress.Spent).By);
    }

    public void Dispose() => _rigs.ForEach(static r => r.Dispose());

    private AttemptRig Over(params string[] candidates) => Over(new AttemptSetup(), candidates);

    private AttemptRig Over(AttemptSetup setup, params string[] candidates)
    {
        var rig = new AttemptRig(setup, candidates);
        _rigs.Add(rig);
        return rig;
    }

    private static async Task<(string? Answer, IReadOnlyList<AttemptFailure> Failures)> RunAsync(AttemptRig rig)
    {
        var failover = new Failover(rig.Context, rig.Message);
        using var response = await rig.RunAsync(failover.RunAsync().AsTask(), s_step);
        return (response is null ? null : Replies.TextOf(await response.Content.ReadAsStringAsync()), failover.Failures);
    }

    private static async Task<string?> AnswerAsync(AttemptRig rig) => (await RunAsync(rig)).Answer;
}
