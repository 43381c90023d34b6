using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>Nobody waits longer than the longest wait.</summary>
public sealed class QueueDeadlineTests
{
    [Fact]
    public async Task Waiter_WaitedTheLimit_TimesOutAndItsPlaceInLineIsFree()
    {
        var rig = new QueueRig(maxWaiting: 1, maxWaitSeconds: 30);
        var lease = rig.Take();
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(29.999));
        Assert.Equal(1, rig.Queue.Waiting);
        rig.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(0, rig.Queue.Waiting);
        Assert.Equal(new QueueEntry(QueueOutcome.TimedOut, 1, TimeSpan.FromSeconds(30), null), await rig.OutcomeAsync("a1"));
        rig.Wait("a2");
        Assert.Equal("a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task Waiters_CameAtDifferentTimes_EachHasItsOwnLimit()
    {
        var rig = new QueueRig(maxWaitSeconds: 30);
        rig.Take();
        // b1 is before a2 in line, and after it in time.
        rig.Wait("a1", "a2");
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, rig.Queue.Waiting);
        Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync("a1")).Outcome);
        Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync("a2")).Outcome);
        rig.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, rig.Queue.Waiting);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(30), (await rig.OutcomeAsync("b1")).Waited);
    }

    [Fact]
    public async Task Line_WasEmptyBetween_TheNextWaiterHasTheWholeLimit()
    {
        var rig = new QueueRig(maxWaitSeconds: 30);
        var lease = rig.Take();
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        lease.Dispose();
        await rig.OutcomeAsync("a1");
        rig.Wait("a2");
        rig.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, rig.Queue.Waiting);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(30), (await rig.OutcomeAsync("a2")).Waited);
    }

    [Fact]
    public async Task Limit_BecameShorter_CountsForThoseWhoWait()
    {
        var rig = new QueueRig(maxWaitSeconds: 30);
        rig.Take();
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        rig.Wait("a2");
        rig.Queue.Configure(rig.Options with { MaxWait = TimeSpan.FromSeconds(5) });
        Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync("a1")).Outcome);
        Assert.Equal(1, rig.Queue.Waiting);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), (await rig.OutcomeAsync("a2")).Waited);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1500)]
    public async Task Limit_IsNoWholeMillisecond_TimesOutAtTheNext(int microseconds)
    {
        var rig = new QueueRig();
        rig.Queue.Configure(rig.Options with { MaxWait = TimeSpan.FromMicroseconds(microseconds) });
        rig.Take();
        foreach (var name in new[] { "a1", "a2" })
        {
            rig.Wait(name);
            rig.Time.Advance(TimeSpan.FromMilliseconds((microseconds / 1000) + 1));
            Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync(name)).Outcome);
        }
    }

    [Fact]
    public async Task Limit_IsLongerThanATimerCan_IsKept()
    {
        var rig = new QueueRig();
        rig.Queue.Configure(rig.Options with { MaxWait = TimeSpan.FromDays(100) });
        rig.Take();
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromDays(99));
        Assert.Equal(1, rig.Queue.Waiting);
        rig.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync("a1")).Outcome);
    }

    [Fact]
    public async Task Waiter_IsLetInBeforeTheLimit_SaysHowLongItWaited()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(7));
        lease.Dispose();
        var entry = await rig.OutcomeAsync("a1");
        Assert.Equal((QueueOutcome.Entered, 1, TimeSpan.FromSeconds(7)), (entry.Outcome, entry.Place, entry.Waited));
    }
}
