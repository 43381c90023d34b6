using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>The expected wait of a new request, as far as it can be known.</summary>
public sealed class QueueExpectedWaitTests
{
    [Fact]
    public void Place_IsFree_IsZero()
    {
        var rig = new QueueRig(places: 2);
        rig.Take();
        Assert.Equal((0, TimeSpan.Zero), (rig.Queue.PlaceOf("a"), rig.Queue.ExpectedWait("a")));
    }

    [Fact]
    public void Unlimited_IsZero()
    {
        var rig = new QueueRig(places: 0);
        rig.Take();
        Assert.Equal(TimeSpan.Zero, rig.Queue.ExpectedWait("a"));
    }

    [Fact]
    public void NothingMeasured_TenSecondsForEachTurn()
    {
        var rig = new QueueRig();
        rig.Take();
        Assert.Equal(10, rig.Queue.ExpectedWait("a").TotalSeconds);
        rig.Wait("a1");
        Assert.Equal(20, rig.Queue.ExpectedWait("a").TotalSeconds);
    }

    [Fact]
    public void Holds_WereMeasured_TheLastCountsAFifth()
    {
        var rig = new QueueRig();
        Hold(rig, 20);
        rig.Take();
        Assert.Equal(20, rig.Queue.ExpectedWait("a").TotalSeconds, 6);
        rig = new QueueRig();
        Hold(rig, 20);
        Hold(rig, 10);
        rig.Take();
        Assert.Equal(18, rig.Queue.ExpectedWait("a").TotalSeconds, 6);
    }

    [Fact]
    public void Places_ShareTheTurns()
    {
        var rig = new QueueRig(places: 4);
        Hold(rig, 8);
        for (var i = 0; i < 4; i++)
        {
            rig.Take();
        }

        rig.Wait("a1", "a2");
        // The third release, and four of them every eight seconds.
        Assert.Equal(6, rig.Queue.ExpectedWait("a").TotalSeconds, 6);
    }

    [Fact]
    public void Owners_DifferByTheirTurns()
    {
        var rig = new QueueRig();
        Hold(rig, 5);
        rig.Take();
        rig.Wait("a1", "a2", "a3", "b1");
        Assert.Equal(
            (25, 20, 15),
            (rig.Queue.ExpectedWait("a").TotalSeconds, rig.Queue.ExpectedWait("b").TotalSeconds, rig.Queue.ExpectedWait("c").TotalSeconds));
    }

    [Fact]
    public void MoreRunThanThereArePlaces_TheyMustGoFirst()
    {
        var rig = new QueueRig(places: 3);
        Hold(rig, 5);
        rig.Take();
        rig.Take();
        rig.Take();
        rig.Queue.Configure(rig.Options with { Places = 1 });
        Assert.Equal(15, rig.Queue.ExpectedWait("a").TotalSeconds, 6);
    }

    [Fact]
    public async Task PlaceHandedToAClientWhoIsGone_DoesNotCountAsAHold()
    {
        var rig = new QueueRig();
        using var client = new CancellationTokenSource();
        var lease = rig.Take();
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        rig.Wait("a1", client.Token);
        client.Token.Register(lease.Dispose);
        client.Cancel();
        await rig.OutcomeAsync("a1");
        rig.Take();
        Assert.Equal(20, rig.Queue.ExpectedWait("a").TotalSeconds, 6);
    }

    [Fact]
    public void LeaseThatWasNotUsed_DoesNotCountAsAHold()
    {
        var rig = new QueueRig();
        rig.Take().DisposeUnused();
        rig.Take();
        Assert.Equal(10, rig.Queue.ExpectedWait("a").TotalSeconds);
    }

    private static void Hold(QueueRig rig, int seconds)
    {
        using var lease = rig.Take();
        rig.Time.Advance(TimeSpan.FromSeconds(seconds));
    }
}
