using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>Owners take turns, and each owner's requests go in order of arrival.</summary>
public sealed class QueueTurnsTests
{
    [Fact]
    public async Task OneOwner_Waits_FirstComeFirstServed()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1", "a2", "a3", "a4");
        Assert.Equal("a1 a2 a3 a4", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task Owners_Wait_TakeTurns()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1", "a2", "a3", "a4", "b1", "b2", "c1");
        Assert.Equal("a1 b1 c1 a2 b2 a3 a4", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task OwnerWithOne_AgainstAThousandOfAnother_WaitsForOneTurn()
    {
        var rig = new QueueRig(maxWaiting: 2000);
        var lease = rig.Take();
        rig.Wait([.. Enumerable.Range(1, 1000).Select(i => $"a{i}")]);
        lease.Dispose();
        var (_, first) = await rig.NextAsync();
        rig.Wait("b1");
        first.Lease!.Dispose();
        var (second, entry) = await rig.NextAsync();
        entry.Lease!.Dispose();
        var (third, last) = await rig.NextAsync();
        Assert.Equal(("a2", "b1"), (second, third));
        Assert.Equal(2, last.Place);
    }

    [Fact]
    public async Task OwnerJustServed_ComesAgain_GetsTheLastTurn()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1", "b1", "b2", "c1");
        lease.Dispose();
        var (_, a1) = await rig.NextAsync();
        rig.Wait("a2");
        Assert.Equal("b1 c1 a2 b2", await rig.RunDownAsync(a1.Lease!));
    }

    [Fact]
    public async Task Newcomer_AfterAPlaceWasGivenBack_OvertakesNobody()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1");
        lease.Dispose();
        // Whether or not a1 has run by now, the place is his.
        rig.Wait("b1");
        var (name, entry) = await rig.NextAsync();
        Assert.Equal("a1", name);
        Assert.Equal((1, 1), (rig.Queue.Running, rig.Queue.Waiting));
        Assert.Equal("b1", await rig.RunDownAsync(entry.Lease!));
    }

    [Fact]
    public async Task Place_OfTheLastToCome_IsTheTurnItIsServedAt()
    {
        string[] names = ["a1", "a2", "a3", "b1", "b2", "c1", "a4", "c2", "d1", "b3"];
        for (var count = 1; count <= names.Length; count++)
        {
            var rig = new QueueRig();
            var lease = rig.Take();
            rig.Wait(names[..(count - 1)]);
            var last = names[count - 1];
            var place = rig.Queue.PlaceOf(last[..1]);
            rig.Wait(last);
            var order = await rig.RunDownAsync(lease);
            Assert.Equal(last, order.Split(' ')[place - 1]);
        }
    }

    [Fact]
    public async Task OwnerWhoWaits_AsksForHisPlace_GetsTheOneHeIsServedAt()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1", "a2", "a3", "b1", "c1", "c2", "c3", "c4");
        // a1 b1 c1 a2 (b2) c2 a3 c3 c4
        Assert.Equal((8, 5, 9, 4), (rig.Queue.PlaceOf("a"), rig.Queue.PlaceOf("b"), rig.Queue.PlaceOf("c"), rig.Queue.PlaceOf("d")));
        rig.Wait("b2");
        Assert.Equal("a1 b1 c1 a2 b2 c2 a3 c3 c4", await rig.RunDownAsync(lease));
    }
}
