namespace Gateway.Resilience.Queue;

/// <summary>
/// The places of one machine that are held by chores which give way to people. For each person who has waited long enough one is told to,
/// the last to have begun first, since it loses the least. Not safe for many threads: the machine's lock guards it.
/// </summary>
internal sealed class YieldingPlaces
{
    private readonly List<Place> _places = [];

    // Told, and not gone yet.
    private readonly List<Place> _going = [];

    public bool IsEmpty => _places.Count == 0;

    public void Add(BackendQueue line, QueueLease lease, TimeSpan after, Action giveWay) => _places.Add(new Place(line, lease, after, giveWay));

    /// <summary>A place was given back, or is kept.</summary>
    public void Remove(QueueLease lease)
    {
        if (_places.Count + _going.Count > 0)
        {
            _going.RemoveAll(p => p.Lease == lease);
            _places.RemoveAll(p => p.Lease == lease);
        }
    }

    /// <summary>How many would leave for somebody in a line, and after how long the first of them.</summary>
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

    /// <summary>Tells those to go for whom the people in a line have waited long enough.</summary>
    /// <param name="line">The line.</param>
    /// <param name="people">Who waits in it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>How long until the next may have to; null when nothing is to be done before somebody comes or goes.</returns>
    public TimeSpan? Look(BackendQueue line, FairLine people, TimeProvider time)
    {
        // Those that go already are for those who came first.
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
        // Where only the machine is full, any of its places will do.
        public bool Helps(BackendQueue line) => Line == line || line.HasOwnPlace;
    }
}
