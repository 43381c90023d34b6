using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>A request with a place takes others along in the order of turns, and nobody loses a turn for it.</summary>
public sealed class QueueTakingAlongTests
{
    private readonly BackendQueue _queue = new(new(Places: 1, MaxWaiting: 100, TimeSpan.FromMinutes(1)), TimeProvider.System);
    private readonly Dictionary<string, Task<QueueEntry>> _waiting = [];

    [Fact]
    public async Task Owners_AreTakenAlong_InTurns()
    {
        var lease = _queue.TryEnter()!;
        Wait("a1", "a2", "a3", "b1", "b2", "c1");
        var order = new List<string>();
        _queue.TakeAlong(f => { order.Add((string)f); return order.Count <= 4; });
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], order);
        foreach (var name in (string[])["a1", "b1", "c1", "a2"])
        {
            var entry = await _waiting[name];
            Assert.Equal((QueueOutcome.TakenAlong, null), (entry.Outcome, entry.Lease));
        }

        Assert.Equal((1, 2), (_queue.Running, _queue.Waiting));
        lease.Dispose();
    }

    [Fact]
    public async Task WhoDoesNotComeAlong_IsNextWhenItsTurnIs()
    {
        var lease = _queue.TryEnter()!;
        Wait("a1", "a2", "b1", "b2");
        _queue.TakeAlong(static f => (string)f is "a1" or "a2");
        lease.Dispose();
        var first = await _waiting["b1"];
        Assert.True(first.IsEntered);
        Assert.False(_waiting["b2"].IsCompleted);
        first.Lease.Dispose();
        (await _waiting["b2"]).Lease!.Dispose();
        Assert.Equal((0, 0), (_queue.Running, _queue.Waiting));
    }

    [Fact]
    public async Task WhoCameWithNothing_OrIsAChore_IsNotAsked()
    {
        var lease = _queue.TryEnter()!;
        var plain = _queue.EnterAsync("a", default).AsTask();
        var chore = _queue.EnterAsync("a", isChore: true, "chore", default, out _).AsTask();
        _queue.TakeAlong(static _ => true);
        Assert.Equal(2, _queue.Waiting);
        lease.Dispose();
        (await plain).Lease!.Dispose();
        (await chore).Lease!.Dispose();
    }

    private void Wait(params string[] names)
    {
        foreach (var name in names)
        {
            _waiting.Add(name, _queue.EnterAsync(name[..1], isChore: false, name, default, out _).AsTask());
        }
    }
}
