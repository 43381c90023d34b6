namespace Gateway.Resilience.Queue;

/// <content>Who needs no place of its own.</content>
internal sealed partial class BackendQueue
{
    /// <summary>
    /// Takes people out of the line who need no place of their own, since one that has a place takes them along: those next in turn first.
    /// For their owners it was a turn.
    /// </summary>
    /// <param name="joins">Whether one comes along, by what it came with.</param>
    public void TakeAlong(Predicate<object> joins)
    {
        lock (_lock)
        {
            // All are chosen before the first is told.
            var along = _line.People.InTurns.Where(w => w.Fellow is { } fellow && joins(fellow)).ToList();
            var now = _time.GetTimestamp();
            foreach (var waiter in along)
            {
                TakeOut(waiter, QueueOutcome.TakenAlong, now);
            }
        }
    }
}
