namespace Gateway.Resilience.Queue;

/// <summary>
/// The requests waiting before a backend, in two lines: people's first, then chores. A chore is let in only while no person stands in line,
/// whoever owns either. So a chore may wait as long as anybody may, and no longer. Within each line owners take turns. Not thread-safe: the
/// queue's lock guards it.
/// </summary>
internal sealed class WaitingLine
{
    private readonly FairLine _chores = new();

    public FairLine People { get; } = new();

    public int Count => People.Count + _chores.Count;

    /// <summary>The request that arrived first, and so the first to have waited too long.</summary>
    public Waiter? Oldest => (People.Oldest, _chores.Oldest) switch
    {
        ({ } person, { } chore) => chore.Since < person.Since ? chore : person,
        var (person, chore) => person ?? chore,
    };

    /// <summary>The request that is next in turn.</summary>
    public Waiter? Next => People.Next ?? _chores.Next;

    /// <summary>The number of waiting requests of a newcomer's kind.</summary>
    public int CountOf(bool isChore) => LineOf(isChore).Count;

    public void Add(Waiter waiter) => LineOf(waiter.IsChore).Add(waiter);

    /// <summary>Takes out the next in turn.</summary>
    public Waiter? TakeNext() => People.TakeNext() ?? _chores.TakeNext();

    /// <returns>False when it is no longer in line.</returns>
    public bool Remove(Waiter waiter) => LineOf(waiter.IsChore).Remove(waiter);

    /// <summary>
    /// Finds the request that must leave a full line for a newcomer; null for none. A chore leaves for any person, the newest first, and no
    /// person leaves for a chore.
    /// </summary>
    public Waiter? WhoYieldsTo(string owner, bool isChore) =>
        isChore ? _chores.WhoYieldsTo(owner) : _chores.Newest ?? People.WhoYieldsTo(owner);

    /// <summary>The place in line at which a newcomer would start, from 1; a chore starts behind all people.</summary>
    public int PlaceOfNewcomer(string owner, bool isChore) => (isChore ? People.Count : 0) + LineOf(isChore).PlaceOfNewcomer(owner);

    /// <summary>The current place of a waiter; 0 when it is not in line.</summary>
    public int PlaceOf(Waiter waiter) => LineOf(waiter.IsChore).PlaceOf(waiter) is > 0 and var place
        ? place + (waiter.IsChore ? People.Count : 0)
        : 0;

    private FairLine LineOf(bool isChore) => isChore ? _chores : People;
}
