namespace Gateway.Resilience.Queue;

/// <summary>The waiting requests of one owner, oldest first.</summary>
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
