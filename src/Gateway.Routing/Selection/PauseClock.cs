namespace Gateway.Routing.Selection;

/// <summary>
/// The time for which something is left alone by its backend's own word. Of several words the one that ends last holds. A word that
/// reaches beyond <see cref="Longest"/> is kept, but not blindly: after that time one request finds out whether it still holds, and
/// again each time it is refused. Safe for use by many threads.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class PauseClock(TimeProvider time)
{
    /// <summary>
    /// The longest that nobody asks. A backend may say a day and be well in a minute, and whoever restarts the gateway would find
    /// that out; the gateway must not need that.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private volatile Pause? _pause;

    /// <summary>How long nobody may ask yet; zero or less when somebody may.</summary>
    public TimeSpan Left => Now.Left;

    /// <summary>How long nobody may ask yet, and why, in the terms of whoever said so.</summary>
    public (TimeSpan Left, object? Reason) Now =>
        _pause is { } pause ? (time.GetElapsedTime(time.GetTimestamp(), pause.Until), pause.Reason) : (TimeSpan.Zero, null);

    /// <summary>It is to be left alone from now on.</summary>
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
    /// <param name="probe">Set when it is the one that finds out whether a long pause still holds; nobody else may go meanwhile.</param>
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

    // By the one that probed. Where somebody has said something newer meanwhile, that stands.
    internal void Over(Pause probed) => Interlocked.CompareExchange(ref _pause, null, probed);

    internal void NotAsked(Pause probed) => Interlocked.CompareExchange(ref _pause, probed with { Until = time.GetTimestamp() }, probed);

    private long After(TimeSpan length) => time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);

    // Nobody asks until the one time; until the other, one at a time.
    internal sealed record Pause(long Until, long End, object? Reason)
    {
        // The later end wins, whichever was said first.
        public Pause Or(Pause? other) => other is null || (End >= other.End && Until >= other.Until) ? this
            : new Pause(Math.Max(Until, other.Until), Math.Max(End, other.End), End >= other.End ? Reason : other.Reason);
    }
}
