namespace Gateway.Routing.Candidates;

/// <summary>
/// The time for which something is left alone because its backend asked for it. Of several pauses, the one that ends last applies. A pause
/// longer than <see cref="Longest"/> is kept but tested: after that time one request checks whether it still applies, and another does so
/// after each refusal. Safe for use by many threads.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class PauseClock(TimeProvider time)
{
    /// <summary>
    /// The longest time before a pause is tested. A backend may ask for a day and recover in a minute. A restart of the gateway would find
    /// that out, and must not be necessary.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private volatile Pause? _pause;

    /// <summary>The time until a request may be sent; zero or less when one may be sent now.</summary>
    public TimeSpan Left => Now.Left;

    /// <summary>The time until a request may be sent, and the reason given to <see cref="Begin"/>.</summary>
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
