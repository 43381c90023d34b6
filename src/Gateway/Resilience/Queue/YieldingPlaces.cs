namespace Gateway.Resilience.Queue;

/// <summary>
/// The places of one machine held by chores that give way to people. For each person who has waited long enough, one chore is told to
/// leave: the latest, since it loses the least. Not thread-safe: the machine's lock guards it.
/// </summary>
internal sealed class YieldingPlaces
{
    private readonly List<Place> _places = [];

    // Told to leave, but not gone yet.
    private readonly List<Place> _going = [];

    public bool IsEmpty => _places.Count == 0;

    public void Add(BackendQueue line, QueueLease lease, TimeSpan after, Action giveWay) =>
        _places.Add(new Place(line, lease, after, giveWay));

    /// <summary>Removes a place that was released or is kept.</summary>
    public void Remove(QueueLease lease)
    {
        if (_places.Count + _going.Count > 0)
        {
            _going.RemoveAll(p => p.Lease == lease);
            _places.RemoveAll(p => p.Lease == lease);
        }
    }

    /// <summary>The number that would leave for somebody in a line, and the shortest wait after which one does.</summary>
    public (int Count, TimeSpan Soonest) For(BackendQueue line)
    {
        var (count, soonest) = (0, TimeSpan.MaxValue);
        foreach (var place in _places)
        {
            if (place.Helps(line))
            {
                count++;
                soonest = place.After < soonest ? place.After : soonest;
            }
        }

        return (count, soonest);
    }

    /// <summary>Tells chores to leave when the people in a line have waited long enough.</summary>
    /// <param name="line">The line.</param>
    /// <param name="people">The people in it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The time until the next may have to leave; null when nothing is to do before somebody comes or goes.</returns>
    public TimeSpan? Look(BackendQueue line, FairLine people, TimeProvider time)
    {
        // Those already leaving do so for the first arrivals.
        var waits = people.Arrivals.First;
        foreach (var place in _going)
        {
            waits = place.Helps(line) ? waits?.Next : waits;
        }

        for (; waits is not null && For(line) is { Count: > 0, Soonest: var soonest }; waits = waits.Next)
        {
            var left = soonest - time.GetElapsedTime(waits.Value.Since);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            var last = _places.FindLastIndex(p => p.Helps(line) && p.After == soonest);
            var place = _places[last];
            _places.RemoveAt(last);
            _going.Add(place);
            ThreadPool.UnsafeQueueUserWorkItem(static giveWay => giveWay(), place.GiveWay, preferLocal: false);
        }

        return null;
    }

    private readonly record struct Place(BackendQueue Line, QueueLease Lease, TimeSpan After, Action GiveWay)
    {
        // If only the machine is full, any of its places helps.
        public bool Helps(BackendQueue line) => Line == line || line.HasOwnPlace;
    }
}
