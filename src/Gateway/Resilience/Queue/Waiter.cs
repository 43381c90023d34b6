namespace Gateway.Resilience.Queue;

/// <summary>
/// One request in line. It is settled inside the queue's lock by whoever took it out of the line; its continuation runs later on the thread
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

    /// <summary>The request's first place in line, from 1.</summary>
    public int Place { get; }

    /// <summary>Its current place in line; 0 when it no longer waits.</summary>
    public int PlaceNow => Queue.PlaceOf(this);

    /// <summary>True when nobody waits for it, so that people go first.</summary>
    public bool IsChore { get; }

    /// <summary>The timestamp of its arrival.</summary>
    public long Since { get; }

    /// <summary>Identifies it to others that might send it along; null when none may. Stored in the task, which has room for it.</summary>
    public object? Fellow => Task.AsyncState;

    public LinkedListNode<Waiter> InArrivals { get; }

    public LinkedListNode<Waiter> InOwnersLine { get; }
}
