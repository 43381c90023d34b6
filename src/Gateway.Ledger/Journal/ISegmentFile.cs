namespace Gateway.Ledger.Journal;

/// <summary>The file of the segment being written. Tests substitute a disk that fails or hangs.</summary>
internal interface ISegmentFile : IDisposable
{
    /// <summary>True while it is still in its folder.</summary>
    bool IsThere { get; }

    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when the written bytes would survive a power cut.</summary>
    void Sync();

    /// <summary>Gives back unused space.</summary>
    void Cut(long length);
}
