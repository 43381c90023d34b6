namespace Gateway.Resilience.Queue;

/// <summary>
/// Decides which waiting request is next. Owners take turns, and within one owner the first to arrive goes first. An owner who begins to
/// wait gets the last turn, so a single request waits for at most one of each other owner. Not thread-safe: the queue's lock guards it.
/// </summary>
internal sealed class FairLine
{
    // A smaller difference would only swap who holds more, and the two owners would turn each other out forever.
    private const int WorthASwap = 2;

    private readonly Dictionary<string, OwnersLine> _owners = new(StringComparer.Ordinal);
    private readonly LinkedList<OwnersLine> _turns = [];
    private readonly LinkedList<Waiter> _arrivals = [];

    public int Count => _arrivals.Count;

    /// <summary>The waiting requests, in order of arrival.</summary>
    public LinkedList<Waiter> Arrivals => _arrivals;

    /// <summary>The request that arrived first, and so the first to have waited too long.</summary>
    public Waiter? Oldest => _arrivals.First?.Value;

    /// <summary>The request that arrived last.</summary>
    public Waiter? Newest => _arrivals.Last?.Value;

    /// <summary>The request that is next in turn.</summary>
    public Waiter? Next => _turns.First?.Value.Waiters.First?.Value;

    /// <summary>The waiting requests, in the order in which they would be let in if no other request came.</summary>
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

    /// <summary>Takes out the next in turn; that owner's next turn comes after those of all others.</summary>
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

    /// <returns>False when it is no longer in line: somebody else has settled it or is about to.</returns>
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
    /// Finds the request that must leave a full line for a newcomer: the newest of the owner with the most in line, if that is at least two
    /// more than the newcomer's owner has. Among several such owners, it is the one whose turn is furthest away. It checks every waiting
    /// owner, but only when the line is full.
    /// </summary>
    /// <returns>Null when the newcomer has no better claim than anybody in line.</returns>
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

    /// <summary>
    /// The place in line at which a newcomer would start, from 1: one more than the number let in before it if no other request comes.
    /// </summary>
    public int PlaceOfNewcomer(string owner) =>
        _owners.TryGetValue(owner, out var own) ? PlaceBehind(own, own.Count) : _turns.Count + 1;

    /// <summary>The current place of a waiter; 0 when it is not in line.</summary>
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
        // Owners ahead have had one turn more by then, those behind equally many.
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
