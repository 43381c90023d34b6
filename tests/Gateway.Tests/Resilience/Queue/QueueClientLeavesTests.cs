using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>A client that leaves costs nobody a place.</summary>
public sealed class QueueClientLeavesTests
{
    [Fact]
    public void Client_IsGoneBefore_TakesNoPlace()
    {
        var rig = new QueueRig();
        Assert.Equal(QueueEntry.Refused(QueueOutcome.Left), rig.EnterNow("a", client: new CancellationToken(canceled: true)));
        Assert.Equal((0, 0), (rig.Queue.Running, rig.Queue.Waiting));
    }

    [Fact]
    public async Task Client_LeavesWhileWaiting_ItsPlaceInLineIsFreeAtOnce()
    {
        var rig = new QueueRig(maxWaiting: 3);
        using var client = new CancellationTokenSource();
        var lease = rig.Take();
        rig.Wait("a1");
        rig.Wait("a2", client.Token);
        rig.Wait("a3");
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        client.Cancel();
        Assert.Equal(2, rig.Queue.Waiting);
        rig.Wait("a4");
        Assert.Equal(new QueueEntry(QueueOutcome.Left, 2, TimeSpan.FromSeconds(3), null), await rig.OutcomeAsync("a2"));
        Assert.Equal("a1 a3 a4", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task OnlyRequestOfAnOwner_Leaves_TheOthersKeepTheirTurns()
    {
        var rig = new QueueRig();
        using var client = new CancellationTokenSource();
        var lease = rig.Take();
        rig.Wait("a1", "a2");
        rig.Wait("b1", client.Token);
        rig.Wait("c1");
        client.Cancel();
        await rig.OutcomeAsync("b1");
        rig.Wait("b2");
        Assert.Equal("a1 c1 b2 a2", await rig.RunDownAsync(lease));
    }

    // What is registered later is called first: the place is given back when the client is gone and the queue does not know it yet.
    [Fact]
    public async Task Client_LeavesAsItIsHandedThePlace_ThePlaceGoesToTheNext()
    {
        var rig = new QueueRig();
        using var client = new CancellationTokenSource();
        var lease = rig.Take();
        rig.Wait("a1", client.Token);
        rig.Wait("b1");
        client.Token.Register(lease.Dispose);
        client.Cancel();
        var left = await rig.OutcomeAsync("a1");
        Assert.Equal((QueueOutcome.Left, null), (left.Outcome, left.Lease));
        var next = await rig.OutcomeAsync("b1");
        Assert.Equal((1, 0), (rig.Queue.Running, rig.Queue.Waiting));
        next.Lease!.Dispose();
        Assert.Equal(0, rig.Queue.Running);
    }

    [Fact]
    public async Task Client_LeavesAfterItEntered_KeepsThePlaceUntilItsLeaseIsGivenBack()
    {
        var rig = new QueueRig();
        using var client = new CancellationTokenSource();
        var lease = rig.Take();
        rig.Wait("a1", client.Token);
        lease.Dispose();
        var entry = await rig.OutcomeAsync("a1");
        client.Cancel();
        Assert.Equal(1, rig.Queue.Running);
        entry.Lease!.Dispose();
        Assert.Equal(0, rig.Queue.Running);
    }
}
