namespace Gateway.Resilience.Queue;

/// <summary>
/// One request in line. It is settled inside the queue's lock, by whoever took it out of the line; what awaits it runs later on the
/// pool, never in that lock or on that stack.
/// </summary>
internal sealed class Waiter : TaskCompletionSource<QueueEntry>
{
    public Waiter(BackendQueue queue, string owner, int place, long since, bool isChore, object? fellow)
        : base(fellow, TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (Queue, Owner, Place, Since, IsChore) = (queue, owner, place, since, isChore);
        InArrivals = new(this);
        InOwnersLine = new(this);
    }

    public BackendQueue Queue { get; }

    public string Owner { get; }

    /// <summary>The place in line it began at, from 1.</summary>
    public int Place { get; }

    /// <summary>The place in line at this moment; 0 when it waits no more.</summary>
    public int PlaceNow => Queue.PlaceOf(this);

    /// <summary>Whether nobody waits for it, so that people go before it.</summary>
    public bool IsChore { get; }

    /// <summary>The timestamp it came at.</summary>
    public long Since { get; }

    /// <summary>What others go by who might take it along; null where nobody may. It stands in the task, which has room for it.</summary>
    public object? Fellow => Task.AsyncState;

    public LinkedListNode<Waiter> InArrivals { get; }

    public LinkedListNode<Waiter> InOwnersLine { get; }
}
