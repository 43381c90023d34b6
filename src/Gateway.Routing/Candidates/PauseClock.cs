namespace Gateway.Routing.Candidates;

/// <summary>
/// The time for which something is left alone because its backend said so. Of several pauses the one that ends last holds. A pause longer
/// than <see cref="Longest"/> is kept but checked: after that time one request finds out whether it still holds, and again after each
/// refusal. Safe for use by many threads.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class PauseClock(TimeProvider time)
{
    /// <summary>
    /// The longest time without a check. A backend may ask for a day and be well in a minute; a restart of the gateway would find that out,
    /// and the gateway must not need one.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private volatile Pause? _pause;

    /// <summary>The time until somebody may ask; zero or less when somebody may.</summary>
    public TimeSpan Left => Now.Left;

    /// <summary>The time until somebody may ask, and the reason given to <see cref="Begin"/>.</summary>
    public (TimeSpan Left, object? Reason) Now =>
        _pause is { } pause ? (time.GetElapsedTime(time.GetTimestamp(), pause.Until), pause.Reason) : (TimeSpan.Zero, null);

    /// <summary>Starts a pause.</summary>
    /// <param name="length">How long.</param>
    /// <param name="reason">Kept until the pause is over.</param>
    public void Begin(TimeSpan length, object? reason)
    {
        var said = new Pause(After(length < Longest ? length : Longest), After(length), reason);
        Pause? before;
        do
        {
            before = _pause;
        }
        while (Interlocked.CompareExchange(ref _pause, said.Or(before), before) != before);
    }

    /// <summary>Asks whether a request may be sent.</summary>
    /// <param name="probe">Set when this request finds out whether a long pause still holds; no other may go meanwhile.</param>
    public bool TryPass(out PauseProbe? probe)
    {
        while (_pause is { } pause)
        {
            var now = time.GetTimestamp();
            if (now < pause.Until)
            {
                probe = null;
                return false;
            }

            if (now >= pause.End)
            {
                break;
            }

            var probed = pause with { Until = After(Longest) };
            if (Interlocked.CompareExchange(ref _pause, probed, pause) == pause)
            {
                probe = new PauseProbe(this, probed);
                return true;
            }
        }

        probe = null;
        return true;
    }

    // Called by the probe. A pause that was asked for in the meantime stands.
    internal void Over(Pause probed) => Interlocked.CompareExchange(ref _pause, null, probed);

    internal void NotAsked(Pause probed) => Interlocked.CompareExchange(ref _pause, probed with { Until = time.GetTimestamp() }, probed);

    private long After(TimeSpan length) => time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);

    // Nobody asks before Until; from Until to End, one request at a time.
    internal sealed record Pause(long Until, long End, object? Reason)
    {
        // The later end wins, whichever was asked for first.
        public Pause Or(Pause? other) => other is null || (End >= other.End && Until >= other.Until) ? this
            : new Pause(Math.Max(Until, other.Until), Math.Max(End, other.End), End >= other.End ? Reason : other.Reason);
    }
}
