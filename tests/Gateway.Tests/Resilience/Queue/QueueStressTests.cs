using System.Diagnostics;
using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>With many threads, clients that leave at any moment and waits that expire, no place is lost and none is given twice.</summary>
public sealed class QueueStressTests(ITestOutputHelper output)
{
    private const int Callers = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int[] _outcomes = new int[5];
    private int _runs;
    private int _mostRuns;

    [Fact]
    public async Task ManyCallers_LeaveAtRandom_NoPlaceIsLostOrGivenTwice()
    {
        var queue = new BackendQueue(new(Places: 4, MaxWaiting: 40, TimeSpan.FromSeconds(10)), TimeProvider.System);
        await RunAsync(queue, static (_, _) => { });
        Assert.Equal(4, _mostRuns);
        Assert.All([QueueOutcome.Entered, QueueOutcome.Full, QueueOutcome.Left], o => Assert.True(_outcomes[(int)o] > 0, $"none {o}"));
    }

    [Fact]
    public async Task ManyCallers_BoundsChangeAndRunOut_NoPlaceIsLost()
    {
        var queue = new BackendQueue(new(Places: 4, MaxWaiting: 40, TimeSpan.FromMilliseconds(1)), TimeProvider.System);
        await RunAsync(queue, static (queue, random) =>
        {
            if (random.Next(50) == 0)
            {
                queue.Configure(new(random.Next(1, 7), random.Next(60), TimeSpan.FromMilliseconds(random.Next(3))));
            }

            if (random.Next(50) == 0)
            {
                queue.TakeAlong(_ => random.Next(2) == 0);
            }
        });
        Assert.InRange(_mostRuns, 2, 6);
        Assert.All([QueueOutcome.TimedOut, QueueOutcome.TakenAlong], o => Assert.True(_outcomes[(int)o] > 0, $"none {o}"));
    }

    private async Task RunAsync(BackendQueue queue, Action<BackendQueue, Random> disturb)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            var random = new Random(seed + i);
            while (Stopwatch.GetElapsedTime(start) < Duration)
            {
                disturb(queue, random);
                await CallAsync(queue, $"owner{i % 10}", random);
            }
        }))).WaitAsync(Patience);

        output.WriteLine($"entered, full, timed out, left, taken along: {string.Join(", ", _outcomes)}; at most {_mostRuns} ran");
        Assert.Equal((0, 0), (queue.Running, queue.Waiting));
        // And all places can still be had.
        queue.Configure(new(Places: 4, MaxWaiting: 0, TimeSpan.Zero));
        var entries = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => queue.EnterAsync("owner", default).AsTask()));
        Assert.Equal([.. Enumerable.Repeat(QueueOutcome.Entered, 4), QueueOutcome.Full], entries.Select(e => e.Outcome));
    }

    private async Task CallAsync(BackendQueue queue, string owner, Random random)
    {
        using var client = new CancellationTokenSource();
        var leaving = Task.CompletedTask;
        if (random.Next(3) == 0)
        {
            var moment = random.Next(40);
            leaving = Task.Run(() => LeaveAsync(client, moment));
        }

        var entry = await queue.EnterAsync(owner, isChore: false, owner, client.Token, out _);
        Interlocked.Increment(ref _outcomes[(int)entry.Outcome]);
        if (entry.IsEntered)
        {
            var runs = Interlocked.Increment(ref _runs);
            for (var most = _mostRuns; runs > most; most = _mostRuns)
            {
                Interlocked.CompareExchange(ref _mostRuns, runs, most);
            }

            await YieldAsync(random.Next(6));
            Interlocked.Decrement(ref _runs);
            entry.Lease.Dispose();
        }

        await leaving;
    }

    private static async Task LeaveAsync(CancellationTokenSource client, int moment)
    {
        await YieldAsync(moment);
        await client.CancelAsync();
    }

    private static async Task YieldAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }
}
