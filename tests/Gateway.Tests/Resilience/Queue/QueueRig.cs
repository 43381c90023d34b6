using Gateway.Resilience.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>A queue on fake time, and the requests that wait in it by name.</summary>
internal sealed class QueueRig
{
    // Nothing here takes time but the pool; a request that should be let in and is not fails its test after this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Task<QueueEntry>> _waiting = [];

    public QueueRig(int places = 1, int maxWaiting = 100, int maxWaitSeconds = 30)
    {
        Options = new(places, maxWaiting, TimeSpan.FromSeconds(maxWaitSeconds));
        Queue = new(Options, Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public QueueOptions Options { get; }

    public BackendQueue Queue { get; }

    /// <summary>Enters where the outcome must be known at once.</summary>
    public QueueEntry EnterNow(string owner = "x", bool isChore = false, CancellationToken client = default)
    {
        var entering = Queue.EnterAsync(owner, client, isChore).AsTask();
        Assert.True(entering.IsCompletedSuccessfully, "It waits, or it threw.");
        return entering.Result;
    }

    /// <summary>Takes a place that must be free.</summary>
    public QueueLease Take(string owner = "x")
    {
        var entry = EnterNow(owner);
        Assert.Equal(QueueOutcome.Entered, entry.Outcome);
        return entry.Lease!;
    }

    /// <summary>Takes a free place for a chore that gives way.</summary>
    public (QueueLease Lease, TaskCompletionSource Told) TakeAsChore(int seconds)
    {
        var lease = Take();
        return (lease, MayGo(lease, seconds));
    }

    /// <summary>Says that whoever holds a place gives way; completed when it is told to.</summary>
    public static TaskCompletionSource MayGo(QueueLease lease, int seconds)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lease.MayGiveWay(TimeSpan.FromSeconds(seconds), told.SetResult);
        return told;
    }

    /// <summary>Enters requests that must wait and that nobody waits for.</summary>
    public void WaitAsChore(params string[] names)
    {
        foreach (var name in names)
        {
            Wait(name, CancellationToken.None, isChore: true);
        }
    }

    /// <summary>Enters requests that must wait. The letter of a name is its owner.</summary>
    public void Wait(params string[] names)
    {
        foreach (var name in names)
        {
            Wait(name, CancellationToken.None);
        }
    }

    public void Wait(string name, CancellationToken client, bool isChore = false)
    {
        var entering = Queue.EnterAsync(name[..1], client, isChore).AsTask();
        Assert.False(entering.IsCompleted, $"{name} does not wait.");
        _waiting.Add(name, entering);
    }

    /// <summary>What came of one that waited.</summary>
    public async Task<QueueEntry> OutcomeAsync(string name)
    {
        var entry = await _waiting[name].WaitAsync(Patience);
        _waiting.Remove(name);
        return entry;
    }

    /// <summary>The next one that stops waiting, when exactly one does.</summary>
    public async Task<(string Name, QueueEntry Entry)> NextAsync()
    {
        var done = await Task.WhenAny(_waiting.Values).WaitAsync(Patience);
        var name = _waiting.Single(w => w.Value == done).Key;
        return (name, await OutcomeAsync(name));
    }

    /// <summary>Gives the only place from one to the next until nobody waits.</summary>
    /// <returns>The names in the order they had it.</returns>
    public async Task<string> RunDownAsync(QueueLease lease)
    {
        var order = new List<string>();
        while (_waiting.Count > 0)
        {
            lease.Dispose();
            var (name, entry) = await NextAsync();
            Assert.Equal(QueueOutcome.Entered, entry.Outcome);
            lease = entry.Lease!;
            order.Add(name);
        }

        lease.Dispose();
        Assert.Equal((0, 0), (Queue.Running, Queue.Waiting));
        return string.Join(' ', order);
    }
}
