namespace Gateway.Routing.Selection;

/// <summary>How a backend fares at present. Mutable, safe for use by many threads, and kept while tables come and go.</summary>
/// <param name="time">The clock; the system's by default.</param>
public sealed class BackendLoad(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Refusal? _refusal;
    private int _inFlight;
    private int _returns;
    private volatile bool _isDown;

    /// <summary>Whether nothing answers at its address, as far as is known. Such a backend is tried last, not never.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>What is left of the time for which it refuses the gateway's credential; zero or less when it does not.</summary>
    public TimeSpan RefusedFor => _refusal is { } refusal ? refusal.Length - _time.GetElapsedTime(refusal.Since) : TimeSpan.Zero;

    /// <summary>Whether it refuses the gateway's credential, which all its models share.</summary>
    public bool IsRefused => RefusedFor > TimeSpan.Zero;

    /// <summary>Why it is refused, in the terms of whoever noted it.</summary>
    public object? RefusalReason => _refusal?.Reason;

    /// <summary>How often it came back after it could not be asked: it may have been started anew, with other switches.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>It can be asked again.</summary>
    public void ComeBack() => Interlocked.Increment(ref _returns);

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

    /// <summary>It refused the gateway's credential; it is not asked again for a while.</summary>
    /// <param name="length">How long.</param>
    /// <param name="reason">What is kept as <see cref="RefusalReason"/>.</param>
    public void Refuse(TimeSpan length, object reason) => _refusal = new Refusal(_time.GetTimestamp(), length, reason);

    private sealed record Refusal(long Since, TimeSpan Length, object Reason);
}
