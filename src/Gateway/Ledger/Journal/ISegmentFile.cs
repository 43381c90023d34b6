namespace Gateway.Ledger.Journal;

/// <summary>The file of the segment that is being written. Tests put a disk in its place that fails or hangs.</summary>
internal interface ISegmentFile : IDisposable
{
    /// <summary>Whether it still stands in its folder.</summary>
    bool IsThere { get; }

    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Comes back when what was written would survive a power cut.</summary>
    void Sync();

    /// <summary>Gives back what is not used.</summary>
    void Cut(long length);
}
