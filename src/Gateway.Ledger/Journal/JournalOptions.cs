using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Ledger.Journal;

/// <summary>The settings of the journal.</summary>
/// <param name="Folder">The journal's folder; null when nothing is to be kept, so that there is no journal.</param>
internal sealed record JournalOptions(string? Folder)
{
    public LedgerCommit Commit { get; init; } = LedgerCommit.BeforeEnd;

    public LedgerFull WhenFull { get; init; } = LedgerFull.Refuse;

    /// <summary>The most memory for entries not on the disk yet, in bytes.</summary>
    public long Memory { get; init; } = new LedgerConfig().Memory.Bytes;

    public int SegmentSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most memory for a copy of what is on the disk but not in the store, in bytes.</summary>
    public int RecentMemory { get; init; } = 4 * 1024 * 1024;

    /// <summary>Under load the disk is asked once in this time. The system's timers know no shorter one.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a write may take before its callers are no longer kept waiting.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait before a disk that failed is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Creates the file of a segment.</summary>
    public Func<string, int, ISegmentFile> MakeSegment { get; init; } = SegmentFile.Make;

    /// <param name="config">The configuration as written.</param>
    /// <param name="location">The location of the configuration: a relative path starts from its folder.</param>
    /// <param name="database">The database the records finally go to.</param>
    public static JournalOptions From(LedgerConfig config, ConfigLocation location, DatabaseOptions database)
    {
        var folder = database.Provider == StorageProvider.None ? null : DataFolder.PathOf(config.Journal, location);
        return new JournalOptions(folder)
        {
            Commit = config.Commit,
            WhenFull = config.WhenFull,
            Memory = config.Memory.Bytes,
        };
    }
}
