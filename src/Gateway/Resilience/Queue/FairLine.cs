namespace Gateway.Resilience.Queue;

/// <summary>
/// Who waits, and who is next: the owners take turns, and within one owner who came first goes first. An owner who begins to wait
/// gets the last turn, so that one request alone waits for one of each other owner at most. Not safe for many threads: the queue's
/// lock guards it.
/// </summary>
internal sealed class FairLine
{
    // A swap for less than this only changes who holds more, and the two owners would turn each other out for ever.
    private const int WorthASwap = 2;

    private readonly Dictionary<string, OwnersLine> _owners = new(StringComparer.Ordinal);
    private readonly LinkedList<OwnersLine> _turns = [];
    private readonly LinkedList<Waiter> _arrivals = [];

    public int Count => _arrivals.Count;

    /// <summary>Who waits, in the order in which they came.</summary>
    public LinkedList<Waiter> Arrivals => _arrivals;

    /// <summary>Who came first of all, and so is the first to have waited too long.</summary>
    public Waiter? Oldest => _arrivals.First?.Value;

    /// <summary>Who came last of all.</summary>
    public Waiter? Newest => _arrivals.Last?.Value;

    /// <summary>Whoever is next.</summary>
    public Waiter? Next => _turns.First?.Value.Waiters.First?.Value;

    /// <summary>Who waits, in the order in which they would be let in if nobody else came.</summary>
    public IEnumerable<Waiter> InTurns
    {
        get
        {
            var owners = _turns.Select(static o => o.Waiters.First).ToList();
            while (owners.Count > 0)
            {
                for (var i = 0; i < owners.Count; i++)
                {
                    yield return owners[i]!.Value;
                    owners[i] = owners[i]!.Next;
                }

                owners.RemoveAll(static o => o is null);
            }
        }
    }

    public void Add(Waiter waiter)
    {
        if (!_owners.TryGetValue(waiter.Owner, out var line))
        {
            _owners[waiter.Owner] = line = new OwnersLine(waiter.Owner);
            _turns.AddLast(line.InTurns);
        }

        line.Waiters.AddLast(waiter.InOwnersLine);
        _arrivals.AddLast(waiter.InArrivals);
    }

    /// <summary>Takes out whoever is next; his owner's next turn comes after those of all others.</summary>
    public Waiter? TakeNext()
    {
        if (_turns.First?.Value is not { } line)
        {
            return null;
        }

        var waiter = line.Waiters.First!.Value;
        _turns.Remove(line.InTurns);
        _turns.AddLast(line.InTurns);
        Remove(waiter);
        return waiter;
    }

    /// <returns>False when it is not in line any more: somebody else has settled it, or is about to.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.InArrivals.List is null)
        {
            return false;
        }

        var line = _owners[waiter.Owner];
        _arrivals.Remove(waiter.InArrivals);
        line.Waiters.Remove(waiter.InOwnersLine);
        if (line.Count == 0)
        {
            _owners.Remove(line.Owner);
            _turns.Remove(line.InTurns);
        }

        return true;
    }

    /// <summary>
    /// Who must go from a full line for a newcomer: the newest request of the owner who has the most there, if that is at least two
    /// more than the newcomer's owner has; of several such owners, the one whose turn is the furthest away. Looks at each owner
    /// who waits, but only when the line is full.
    /// </summary>
    /// <returns>Null when the newcomer has no better right to stand in line than anybody there.</returns>
    public Waiter? WhoYieldsTo(string owner)
    {
        OwnersLine? most = null;
        for (var turn = _turns.First; turn is not null; turn = turn.Next)
        {
            most = most is null || turn.Value.Count >= most.Count ? turn.Value : most;
        }

        var own = _owners.TryGetValue(owner, out var line) ? line.Count : 0;
        return most?.Count >= own + WorthASwap ? most.Waiters.Last!.Value : null;
    }

    /// <summary>The place in line a newcomer would begin at, from 1: one more than are let in before him if nobody else comes.</summary>
    public int PlaceOfNewcomer(string owner) =>
        _owners.TryGetValue(owner, out var own) ? PlaceBehind(own, own.Count) : _turns.Count + 1;

    /// <summary>The place of one that waits, as it is now; 0 when it is not in line.</summary>
    public int PlaceOf(Waiter waiter)
    {
        if (waiter.InArrivals.List is null)
        {
            return 0;
        }

        var before = 0;
        for (var other = waiter.InOwnersLine.Previous; other is not null; other = other.Previous)
        {
            before++;
        }

        return PlaceBehind(_owners[waiter.Owner], before);
    }

    private int PlaceBehind(OwnersLine own, int before)
    {
        var place = before + 1;
        // Owners before him have had one turn more than he by then, those behind him as many as he.
        var turns = before + 1;
        for (var turn = _turns.First; turn is not null; turn = turn.Next)
        {
            if (turn.Value == own)
            {
                turns--;
            }
            else
            {
                place += Math.Min(turn.Value.Count, turns);
            }
        }

        return place;
    }
}
