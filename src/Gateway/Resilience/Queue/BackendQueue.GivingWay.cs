namespace Gateway.Resilience.Queue;

/// <content>Expected waits, and requests that leave their place for a person.</content>
internal sealed partial class BackendQueue
{
    /// <summary>
    /// The expected wait of a newcomer of this owner; zero when a place is free. Otherwise it is the number of turns times the average
    /// hold, divided by the places of the model or the machine, whichever takes longer. It assumes that places are released evenly, that
    /// nobody else comes, and a hold of <see cref="HoldTime.Unknown"/> until one was measured. It does not check whether the line is full.
    /// A person waits for a chore's place no longer than until the chore gives way.
    /// </summary>
    public TimeSpan ExpectedWait(string owner, bool isChore = false)
    {
        lock (_lock)
        {
            if (HasPlace)
            {
                return TimeSpan.Zero;
            }

            var place = _line.PlaceOfNewcomer(owner, isChore);
            var wait = _machine.ExpectedWait(this, place, isChore);
            // Those above a lowered limit must go before anybody is let in.
            var turns = HasOwnPlace ? place : place + _running - _options.Places;
            var own = HasOwnPlace ? TimeSpan.Zero : _hold.Expected * turns / _options.Places;
            wait = own > wait ? own : wait;
            if (isChore || _machine.Yielding.IsEmpty)
            {
                return wait;
            }

            var (yielding, soonest) = _machine.Yielding.For(this);
            return yielding > 0 && soonest < wait ? Shorter(wait, soonest + (wait * Math.Max(0, turns - yielding) / turns)) : wait;
        }
    }

    /// <summary>Called by a lease: its holder leaves when a person has waited this long.</summary>
    public void MayGiveWay(QueueLease lease, TimeSpan after, Action giveWay)
    {
        lock (_lock)
        {
            _machine.Yielding.Add(this, lease, after, giveWay);
            _machine.LetGiveWay();
        }
    }

    /// <summary>Called by a lease when its holder no longer gives way to anybody.</summary>
    public void Stays(QueueLease lease)
    {
        lock (_lock)
        {
            _machine.Yielding.Remove(lease);
            // It may already have been told to go; then another goes instead.
            _machine.LetGiveWay();
        }
    }

    /// <summary>Makes chores leave for people who have waited long enough here. Needs the lock.</summary>
    public void LetGiveWay()
    {
        // If the person leaves the line meanwhile, the timer fires for nothing.
        if (!_machine.Yielding.IsEmpty && _machine.Yielding.Look(this, _line.People, _time) is { } due)
        {
            _yieldTimer.Change(due < MinTimer ? MinTimer : due > MaxTimer ? MaxTimer : due, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnYieldTimer()
    {
        lock (_lock)
        {
            LetGiveWay();
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
