using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>The limit of the line, and which request yields when it is full.</summary>
public sealed class QueueBoundTests
{
    [Fact]
    public void Line_IsFull_RefusesAtOnce()
    {
        var rig = new QueueRig(maxWaiting: 2);
        rig.Take();
        rig.Wait("a1", "a2");
        Assert.Equal(QueueEntry.Refused(QueueOutcome.Full), rig.EnterNow("a"));
        Assert.Equal((1, 2), (rig.Queue.Running, rig.Queue.Waiting));
    }

    [Fact]
    public void NobodyMayWait_NoPlaceIsFree_RefusesAtOnce()
    {
        var rig = new QueueRig(maxWaiting: 0);
        rig.Take();
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("a").Outcome);
    }

    [Fact]
    public async Task OwnerWhoFillsTheLine_YieldsHisNewest_ToANewcomer()
    {
        var rig = new QueueRig(maxWaiting: 3);
        var lease = rig.Take();
        rig.Wait("a1", "a2", "a3");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        rig.Wait("b1");
        var turnedOut = await rig.OutcomeAsync("a3");
        Assert.Equal(new QueueEntry(QueueOutcome.Full, 3, TimeSpan.FromSeconds(2), null), turnedOut);
        Assert.Equal(3, rig.Queue.Waiting);
        Assert.Equal("a1 b1 a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task OwnersWithUnequalShares_FillTheLine_TheOneWithTheMostYields()
    {
        var rig = new QueueRig(maxWaiting: 6);
        var lease = rig.Take();
        rig.Wait("a1", "b1", "b2", "b3", "c1", "c2");
        rig.Wait("a2");
        Assert.Equal(QueueOutcome.Full, (await rig.OutcomeAsync("b3")).Outcome);
        Assert.Equal("a1 b1 c1 a2 b2 c2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task OwnersWithEqualShares_FillTheLine_TheOneWhoseTurnIsFurthestYields()
    {
        var rig = new QueueRig(maxWaiting: 4);
        var lease = rig.Take();
        rig.Wait("a1", "b1", "b2", "a2");
        rig.Wait("c1");
        Assert.Equal(QueueOutcome.Full, (await rig.OutcomeAsync("b2")).Outcome);
        Assert.Equal("a1 b1 c1 a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public void OwnerWithOneFewer_ComesToAFullLine_TurnsNobodyOut()
    {
        var rig = new QueueRig(maxWaiting: 3);
        rig.Take();
        rig.Wait("a1", "a2", "b1");
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("b").Outcome);
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("a").Outcome);
        Assert.Equal(3, rig.Queue.Waiting);
    }

    [Fact]
    public void EveryOwnerHasOne_NewcomerComesToAFullLine_TurnsNobodyOut()
    {
        var rig = new QueueRig(maxWaiting: 3);
        rig.Take();
        rig.Wait("a1", "b1", "c1");
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("d").Outcome);
    }

    [Fact]
    public async Task Line_BecameShorter_KeepsThoseInItAndTakesNoMore()
    {
        var rig = new QueueRig(maxWaiting: 10);
        var lease = rig.Take();
        rig.Wait("a1", "a2", "a3");
        rig.Queue.Configure(rig.Options with { MaxWaiting = 1 });
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("a").Outcome);
        Assert.Equal("a1 a2 a3", await rig.RunDownAsync(lease));
    }
}
