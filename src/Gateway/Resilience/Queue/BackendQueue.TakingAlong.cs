namespace Gateway.Resilience.Queue;

/// <content>Requests that need no place of their own.</content>
internal sealed partial class BackendQueue
{
    /// <summary>
    /// Takes people's requests out of the line that can join one which has a place: those next in turn first. It counts as a turn for their
    /// owners.
    /// </summary>
    /// <param name="joins">True for a request that joins, judged by its fellow.</param>
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
