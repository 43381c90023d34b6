namespace Gateway.Ledger.Journal;

/// <summary>A part of a segment that is on the disk and not in the store yet.</summary>
/// <param name="start">Where it begins.</param>
internal sealed class JournalRange(JournalPosition start)
{
    public JournalPosition Start => start;

    /// <summary>Where it ends; of a segment of an earlier run, where its file does.</summary>
    public long End { get; set; } = start.Offset;

    /// <summary>Its bytes, as long as there is room for them in memory.</summary>
    public byte[]? Memory { get; init; }

    /// <summary>Whether an earlier run wrote it.</summary>
    public bool IsFormer { get; init; }

    public int Finals { get; set; }

    /// <summary>How many ends had been taken note of with the last one in here.</summary>
    public long Sequence { get; set; }

    /// <summary>When the first end came into it, as a timestamp of the clock that only goes forward.</summary>
    public long Since { get; set; }
}
