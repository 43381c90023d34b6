using System.Runtime.InteropServices;

namespace Gateway.Resilience.Queue;

/// <summary>
/// The places of one machine, which the lines before its models share, and the lock that guards all of them. A request holds a place of its
/// model and one of the machine, both or neither, so nobody keeps one idle while waiting for the other. Of several lines, the next is the
/// one whose next owner has gone longest without a turn on this machine. People go before chores.
/// </summary>
internal sealed class MachinePlaces
{
    // The lines in which somebody waits, and their waiting owners.
    private readonly List<BackendQueue> _lines = [];
    private readonly Dictionary<string, OwnersTurn> _owners = new(StringComparer.Ordinal);
    private HoldTime _hold;
    private int _places;
    private int _running;
    private long _turn;

    public Lock Lock { get; } = new();

    /// <summary>The number of requests the machine gets at a time; 0 means no limit.</summary>
    public int Places
    {
        get => Volatile.Read(ref _places);
        set
        {
            lock (Lock)
            {
                _places = value;
                LetIn();
            }
        }
    }

    /// <summary>The number of requests that hold a place now, over all lines.</summary>
    public int Running => Volatile.Read(ref _running);

    // Everything below needs the lock.

    /// <summary>The places that chores hold and leave for people.</summary>
    public YieldingPlaces Yielding { get; } = new();

    public bool HasPlace => _places == 0 || _running < _places;

    public void Take() => _running++;

    /// <param name="held">How long the place was used; null when it was not.</param>
    public void GiveBack(TimeSpan? held)
    {
        _running--;
        if (held is { } time)
        {
            _hold.Add(time);
        }
    }

    public void BeginsToWait(BackendQueue line, string owner)
    {
        ref var turn = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, owner, out var waits);
        turn = new OwnersTurn(waits ? turn.Last : ++_turn, turn.Waiting + 1);
        if (!_lines.Contains(line))
        {
            _lines.Add(line);
        }
    }

    public void EndsToWait(BackendQueue line, string owner, bool isLetIn)
    {
        ref var turn = ref CollectionsMarshal.GetValueRefOrNullRef(_owners, owner);
        turn = new OwnersTurn(isLetIn ? ++_turn : turn.Last, turn.Waiting - 1);
        if (turn.Waiting == 0)
        {
            _owners.Remove(owner);
        }

        if (!line.HasWaiting)
        {
            _lines.Remove(line);
        }
    }

    /// <summary>Lets in everybody who can have a place, in turn.</summary>
    public void LetIn()
    {
        while (HasPlace && NextLine() is { } line)
        {
            line.LetNextIn();
        }
    }

    /// <summary>Makes chores leave for those who have waited long enough, in any line.</summary>
    public void LetGiveWay()
    {
        if (!Yielding.IsEmpty)
        {
            foreach (var line in _lines)
            {
                line.LetGiveWay();
            }
        }
    }

    /// <summary>The expected wait of a newcomer for the machine; zero while it has a place.</summary>
    /// <param name="line">The line the newcomer would stand in.</param>
    /// <param name="place">The newcomer's place there.</param>
    /// <param name="isChore">True when all people go first.</param>
    public TimeSpan ExpectedWait(BackendQueue line, int place, bool isChore)
    {
        if (HasPlace)
        {
            return TimeSpan.Zero;
        }

        // The lines take turns, so each other line lets no more go first than its own does.
        var turns = place + _running - _places;
        foreach (var other in _lines)
        {
            turns += other == line ? 0
                : isChore ? other.WaitingNow(false) + Math.Min(other.WaitingNow(true), place)
                : Math.Min(other.WaitingNow(false), place);
        }

        // Those above a lowered limit must go before anybody is let in.
        return _hold.Expected * turns / _places;
    }

    private BackendQueue? NextLine()
    {
        BackendQueue? next = null;
        var (isChore, last) = (true, long.MaxValue);
        foreach (var line in _lines)
        {
            if (line.Next is not { } waiter || (waiter.IsChore && !isChore))
            {
                continue;
            }

            if (_owners[waiter.Owner].Last is var turn && (turn < last || waiter.IsChore != isChore))
            {
                (next, isChore, last) = (line, waiter.IsChore, turn);
            }
        }

        return next;
    }

    private readonly record struct OwnersTurn(long Last, int Waiting);
}
