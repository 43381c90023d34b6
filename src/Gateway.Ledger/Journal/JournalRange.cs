namespace Gateway.Ledger.Journal;

/// <summary>A part of a segment that is on the disk but not in the store yet.</summary>
/// <param name="start">Its start.</param>
internal sealed class JournalRange(JournalPosition start)
{
    public JournalPosition Start => start;

    /// <summary>Its end; for a segment of an earlier run, the end of the file.</summary>
    public long End { get; set; } = start.Offset;

    /// <summary>Its bytes, while memory has room for them.</summary>
    public byte[]? Memory { get; init; }

    /// <summary>True when an earlier run wrote it.</summary>
    public bool IsFormer { get; init; }

    public int Finals { get; set; }

    /// <summary>The number of final records accepted, up to the last one in this range.</summary>
    public long Sequence { get; set; }

    /// <summary>The time at which its first final record was added, as a timestamp of the monotonic clock.</summary>
    public long Since { get; set; }
}
