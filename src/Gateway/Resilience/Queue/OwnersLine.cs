namespace Gateway.Resilience.Queue;

/// <summary>The requests of one owner that wait, the oldest first.</summary>
internal sealed class OwnersLine
{
    public OwnersLine(string owner)
    {
        Owner = owner;
        InTurns = new(this);
    }

    public string Owner { get; }

    public LinkedList<Waiter> Waiters { get; } = [];

    public LinkedListNode<OwnersLine> InTurns { get; }

    public int Count => Waiters.Count;
}
