namespace Gateway.Ledger.Journal;

/// <summary>A position in the journal.</summary>
/// <param name="Segment">The number of the segment.</param>
/// <param name="Offset">The offset in its file.</param>
internal readonly record struct JournalPosition(long Segment, long Offset) : IComparable<JournalPosition>
{
    public int CompareTo(JournalPosition other) =>
        Segment != other.Segment ? Segment.CompareTo(other.Segment) : Offset.CompareTo(other.Offset);
}
