namespace Gateway.Routing.Selection;

/// <summary>How a backend fares at present. Mutable, safe for use by many threads, and kept while tables come and go.</summary>
public sealed class BackendLoad
{
    private int _inFlight;
    private volatile bool _isDown;

    /// <summary>Whether nothing answers at its address, as far as is known. Such a backend is tried last, not never.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>The attempts that are running on it from here.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How many it takes at a time; 0, the default, when there is no limit. Divides <see cref="InFlight"/> where loads are compared.</summary>
    public int Capacity { get; set; }

    /// <summary>How busy it is, as a share of its capacity; of one where that has no limit.</summary>
    public double Share => (double)InFlight / Math.Max(1, Capacity);

    /// <summary>An attempt begins. Each needs one <see cref="End"/>.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>An attempt is over.</summary>
    public void End() => Interlocked.Decrement(ref _inFlight);
}
