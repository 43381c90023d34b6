using Gateway.Attempts;
using Gateway.Requests;
using Gateway.Resilience.Hedging;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>On a hedged route a second candidate is asked beside a slow one, and the first good answer wins.</summary>
public sealed class HedgedFailoverTests : IDisposable
{
    private const int Enough = 20;
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly AttemptRig _rig = new("a/m", "b/m", "c/m");
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HedgedFailoverTests()
    {
        _rig.Choice.FirstEvents = new FirstEventTimes();
        for (var i = 0; i < Enough; i++)
        {
            _rig.Choice.FirstEvents.Add(s_usual);
        }
    }

    [Fact]
    public async Task First_ThatIsInTime_HasNobodyBesideIt()
    {
        Script(Replies.Says("first"), Replies.Says("second"));
        Assert.Equal("first", await AnswerAsync());
        Assert.Equal(("a/m", null), (_rig.Backends.Sent, _rig.Delivery.Hedged));
    }

    [Fact]
    public async Task Second_IsAskedNotSoonerThanTheFirstUsuallyTakes()
    {
        Script(Replies.Never, Replies.Says("second"));
        var running = new Failover(_rig.Context, _rig.Message).RunAsync().AsTask();
        _rig.Time.Advance(s_usual - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a/m", _rig.Backends.Sent);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var response = await running.WaitAsync(s_patience);
        Assert.Equal("a/m b/m", _rig.Backends.Sent);
    }

    [Fact]
    public async Task Second_ThatAnswersFirst_IsTheAnswerAndTheFirstWasBegunInVain()
    {
        Script(Replies.Never, Replies.Says("second"));
        Assert.Equal("second", await AnswerAsync());
        Assert.Equal((_rig[1], _rig[0]), (_rig.Delivery.Served, _rig.Delivery.Hedged));
        var spent = Assert.Single(_rig.Delivery.Progress.Spent);
        Assert.Equal((_rig[0], AnswerEnd.Superseded), (spent.By, spent.End));
        Assert.Null(_rig.Delivery.FailedAttempts);
    }

    [Fact]
    public async Task First_ThatAnswersAfterAll_IsTheAnswer()
    {
        Script(Replies.After(_go.Task, Replies.Says("first")), Replies.Never);
        var running = new Failover(_rig.Context, _rig.Message).RunAsync().AsTask();
        _rig.Time.Advance(s_usual);
        await SentAsync("a/m b/m");
        _go.SetResult();
        using var response = await running.WaitAsync(s_patience);
        Assert.Equal((_rig[0], _rig[1]), (_rig.Delivery.Served, _rig.Delivery.Hedged));
    }

    [Fact]
    public async Task Second_ThatFails_LeavesTheFirstRunning()
    {
        Script(Replies.After(_go.Task, Replies.Says("first")), Replies.Fails(404));
        var running = new Failover(_rig.Context, _rig.Message).RunAsync().AsTask();
        _rig.Time.Advance(s_usual);
        await SentAsync("a/m b/m");
        _go.SetResult();
        using var response = await running.WaitAsync(s_patience);
        Assert.Equal((_rig[0], "b/m:ModelMissing(404)"), (_rig.Delivery.Served, _rig.Delivery.FailedAttempts));
        // What it used was noted when it failed, and an error costs nothing.
        Assert.Empty(_rig.Delivery.Progress.Spent);
    }

    [Fact]
    public async Task Both_ThatFail_LeadToTheThird()
    {
        Script(Replies.After(_go.Task, Replies.Fails(404)), Replies.Fails(404), Replies.Says("third"));
        var running = new Failover(_rig.Context, _rig.Message).RunAsync().AsTask();
        _rig.Time.Advance(s_usual);
        await SentAsync("a/m b/m");
        _go.SetResult();
        using var response = await running.WaitAsync(s_patience);
        Assert.Equal(("a/m b/m c/m", _rig[2]), (_rig.Backends.Sent, _rig.Delivery.Served));
    }

    [Fact]
    public async Task Loser_LetsGoOfAllThatItHeld()
    {
        Script(Replies.Never, Replies.Says("second"));
        await AnswerAsync();
        _rig.Delivery.Serving!.End();
        // It is told on another thread.
        await UntilAsync(() => _rig[0].State.InFlight == 0);
        Assert.Equal((0, 0), (_rig[0].State.InFlight, _rig[1].State.InFlight));
        Assert.False(_rig[0].State.IsOut);
    }

    public void Dispose() => _rig.Dispose();

    private void Script(params Reply[] replies)
    {
        for (var i = 0; i < replies.Length; i++)
        {
            _rig.Backends.Script(_rig[i].ToString(), replies[i]);
        }
    }

    private async Task<string?> AnswerAsync()
    {
        var running = new Failover(_rig.Context, _rig.Message).RunAsync().AsTask();
        _rig.Time.Advance(s_usual);
        using var response = await running.WaitAsync(s_patience);
        return response is null ? null : Replies.TextOf(await response.Content.ReadAsStringAsync());
    }

    private async Task SentAsync(string candidates)
    {
        await UntilAsync(() => _rig.Backends.Sent == candidates);
        Assert.Equal(candidates, _rig.Backends.Sent);
    }

    // For what another thread does; a test that does not pass waits so long, and no other.
    private static Task<bool> UntilAsync(Func<bool> isSo) => Task.Run(() => SpinWait.SpinUntil(isSo, s_patience));
}
