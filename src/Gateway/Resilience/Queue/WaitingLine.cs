namespace Gateway.Resilience.Queue;

/// <summary>
/// Who waits before a backend, in two lines: people, and behind all of them what nobody waits for. A chore is let in while no person
/// stands in line, whoever owns either; so one may wait as long as anybody may, and no longer. Within each line owners take turns.
/// Not safe for many threads: the queue's lock guards it.
/// </summary>
internal sealed class WaitingLine
{
    private readonly FairLine _chores = new();

    public FairLine People { get; } = new();

    public int Count => People.Count + _chores.Count;

    /// <summary>Who came first of all, and so is the first to have waited too long.</summary>
    public Waiter? Oldest => (People.Oldest, _chores.Oldest) switch
    {
        ({ } person, { } chore) => chore.Since < person.Since ? chore : person,
        var (person, chore) => person ?? chore,
    };

    /// <summary>Whoever is next.</summary>
    public Waiter? Next => People.Next ?? _chores.Next;

    /// <summary>How many of a newcomer's kind wait.</summary>
    public int CountOf(bool isChore) => LineOf(isChore).Count;

    public void Add(Waiter waiter) => LineOf(waiter.IsChore).Add(waiter);

    /// <summary>Takes out whoever is next.</summary>
    public Waiter? TakeNext() => People.TakeNext() ?? _chores.TakeNext();

    /// <returns>False when it is not in line any more.</returns>
    public bool Remove(Waiter waiter) => LineOf(waiter.IsChore).Remove(waiter);

    /// <summary>
    /// Who must go from a full line for a newcomer; null for nobody. A chore goes for any person, the newest first, and no person for a chore.
    /// </summary>
    public Waiter? WhoYieldsTo(string owner, bool isChore) => isChore ? _chores.WhoYieldsTo(owner) : _chores.Newest ?? People.WhoYieldsTo(owner);

    /// <summary>The place in line a newcomer would begin at, from 1; of a chore, behind all people.</summary>
    public int PlaceOfNewcomer(string owner, bool isChore) => (isChore ? People.Count : 0) + LineOf(isChore).PlaceOfNewcomer(owner);

    /// <summary>The place of one that waits, as it is now; 0 when it is not in line.</summary>
    public int PlaceOf(Waiter waiter) => LineOf(waiter.IsChore).PlaceOf(waiter) is > 0 and var place
        ? place + (waiter.IsChore ? People.Count : 0)
        : 0;

    private FairLine LineOf(bool isChore) => isChore ? _chores : People;
}
