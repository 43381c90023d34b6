using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>As many requests pass at once as there are places, even when that number changes.</summary>
public sealed class QueuePlacesTests
{
    [Fact]
    public void Places_AreFree_AreTakenAtOnce()
    {
        var rig = new QueueRig(places: 3);
        for (var i = 0; i < 3; i++)
        {
            var entry = rig.EnterNow();
            Assert.Equal((QueueOutcome.Entered, 0, TimeSpan.Zero), (entry.Outcome, entry.Place, entry.Waited));
        }

        rig.Wait("a1");
        Assert.Equal((3, 1), (rig.Queue.Running, rig.Queue.Waiting));
    }

    [Fact]
    public void Unlimited_AnyNumber_NobodyWaits()
    {
        var rig = new QueueRig(places: 0, maxWaiting: 0);
        var leases = Enumerable.Range(0, 1000).Select(_ => rig.Take()).ToList();
        Assert.Equal((1000, 0, 0), (rig.Queue.Running, rig.Queue.Waiting, rig.Queue.PlaceOf("a")));
        leases.ForEach(l => l.Dispose());
        Assert.Equal(0, rig.Queue.Running);
    }

    [Fact]
    public async Task Places_BecomeMore_WaitersEnterAtOnceInTurn()
    {
        var rig = new QueueRig();
        rig.Take();
        rig.Wait("a1", "a2", "b1", "b2");
        rig.Queue.Configure(rig.Options with { Places = 3 });
        Assert.Equal((3, 2), (rig.Queue.Running, rig.Queue.Waiting));
        Assert.Equal(QueueOutcome.Entered, (await rig.OutcomeAsync("a1")).Outcome);
        Assert.Equal(QueueOutcome.Entered, (await rig.OutcomeAsync("b1")).Outcome);
    }

    [Fact]
    public async Task Places_BecomeUnlimited_AllEnter()
    {
        var rig = new QueueRig();
        rig.Take();
        rig.Wait("a1", "a2", "b1");
        rig.Queue.Configure(rig.Options with { Places = 0 });
        Assert.Equal((4, 0), (rig.Queue.Running, rig.Queue.Waiting));
        Assert.Equal(QueueOutcome.Entered, (await rig.OutcomeAsync("a2")).Outcome);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Places_BecomeFewer_ThoseWhoRunFinishFirst(int before)
    {
        var rig = new QueueRig(places: before);
        var leases = Enumerable.Range(0, 3).Select(_ => rig.Take()).ToList();
        rig.Queue.Configure(rig.Options with { Places = 1 });
        rig.Wait("a1");
        Assert.Equal((3, 1), (rig.Queue.Running, rig.Queue.Waiting));
        leases[2].Dispose();
        leases[0].Dispose();
        Assert.Equal((1, 1), (rig.Queue.Running, rig.Queue.Waiting));
        leases[1].Dispose();
        Assert.Equal((1, 0), (rig.Queue.Running, rig.Queue.Waiting));
        (await rig.OutcomeAsync("a1")).Lease!.Dispose();
        Assert.Equal(0, rig.Queue.Running);
    }

    [Fact]
    public void Lease_GivenBackTwice_FreesOnePlace()
    {
        var rig = new QueueRig(places: 2);
        var lease = rig.Take();
        rig.Take();
        lease.Dispose();
        lease.Dispose();
        lease.DisposeUnused();
        Assert.Equal(1, rig.Queue.Running);
    }

    // Two threads that meet before each lease, so that they give it back within a few instructions of each other.
    [Fact]
    public void Lease_GivenBackByTwoThreadsAtOnce_FreesOnePlace()
    {
        const int Rounds = 20_000;
        var rig = new QueueRig(places: Rounds);
        var leases = Enumerable.Range(0, Rounds).Select(_ => rig.Take()).ToArray();
        var arrived = 0;
        void GiveBackAll()
        {
            for (var round = 0; round < Rounds; round++)
            {
                Interlocked.Increment(ref arrived);
                var spin = default(SpinWait);
                while (Volatile.Read(ref arrived) < 2 * (round + 1))
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                leases[round].Dispose();
            }
        }

        var other = new Thread(GiveBackAll);
        other.Start();
        GiveBackAll();
        other.Join();
        Assert.Equal(0, rig.Queue.Running);
    }

    [Fact]
    public async Task Lease_IsGivenBack_TheNextRunsOnAnotherStack()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        var releaser = new ThreadLocal<bool>();
        var onReleasersStack = rig.Queue.EnterAsync("a", default).AsTask().ContinueWith(
            _ => releaser.Value, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        // A thread of its own, which no continuation can be run on but by the release itself.
        var thread = new Thread(() =>
        {
            releaser.Value = true;
            lease.Dispose();
        });
        thread.Start();
        thread.Join();
        Assert.False(await onReleasersStack);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, -1)]
    public void Bound_IsNegative_IsABug(int places, int maxWaiting, int maxWait)
    {
        var rig = new QueueRig();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => rig.Queue.Configure(new(places, maxWaiting, TimeSpan.FromSeconds(maxWait))));
    }
}
