namespace Gateway.Resilience.Queue;

/// <content>How long one waits, and who leaves a place for a person.</content>
internal sealed partial class BackendQueue
{
    /// <summary>
    /// How long a newcomer of this owner would wait: zero when a place is free, else so many turns of the average hold, shared by
    /// the places of the model or of the machine, whichever takes longer. An estimate: it takes the places to be given back evenly,
    /// nobody else to come, and a hold of <see cref="HoldTime.Unknown"/> until one was measured; it does not ask whether the line is full.
    /// For a place that a chore holds a person waits no longer than until it gives way.
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
            // Those above the limit, after it was lowered, must go before anybody is let in.
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

    /// <summary>Called by a lease: whoever holds it leaves when a person has waited so long.</summary>
    public void MayGiveWay(QueueLease lease, TimeSpan after, Action giveWay)
    {
        lock (_lock)
        {
            _machine.Yielding.Add(this, lease, after, giveWay);
            _machine.LetGiveWay();
        }
    }

    /// <summary>Called by a lease: whoever holds it leaves for nobody any more.</summary>
    public void Stays(QueueLease lease)
    {
        lock (_lock)
        {
            _machine.Yielding.Remove(lease);
            // It may have been told to go: then another goes in its stead.
            _machine.LetGiveWay();
        }
    }

    /// <summary>Has chores leave for whoever has waited long enough here. Needs the lock.</summary>
    public void LetGiveWay()
    {
        // Who leaves the line meanwhile makes the timer fire for nothing.
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
