namespace Gateway.Resilience.Queue;

/// <summary>How long a place is held: a moving average in which the latest counts a fifth.</summary>
internal struct HoldTime
{
    /// <summary>Assumed until one place was released: about a short answer of a local model.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(10);

    private const double Weight = 0.2;

    private double _seconds;
    private bool _isKnown;

    public readonly TimeSpan Expected => _isKnown ? TimeSpan.FromSeconds(_seconds) : Unknown;

    public void Add(TimeSpan held)
    {
        _seconds = _isKnown ? _seconds + ((held.TotalSeconds - _seconds) * Weight) : held.TotalSeconds;
        _isKnown = true;
    }
}
