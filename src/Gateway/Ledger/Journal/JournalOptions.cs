using Gateway.Configuration;
using Gateway.Storage;

namespace Gateway.Ledger.Journal;

/// <summary>How the journal works.</summary>
/// <param name="Folder">Where it is; null: there is none, since nothing is to be kept.</param>
internal sealed record JournalOptions(string? Folder)
{
    public LedgerCommit Commit { get; init; } = LedgerCommit.BeforeEnd;

    public LedgerFull WhenFull { get; init; } = LedgerFull.Refuse;

    /// <summary>In bytes.</summary>
    public long Memory { get; init; } = new LedgerConfig().Memory.Bytes;

    public int SegmentSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>What is on the disk and not in the store is also kept in memory up to here, in bytes.</summary>
    public int RecentMemory { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a disk may take for a write before its callers are no longer kept waiting.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait before a disk that failed is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Makes the file of a segment.</summary>
    public Func<string, int, ISegmentFile> MakeSegment { get; init; } = SegmentFile.Make;

    /// <param name="config">As written.</param>
    /// <param name="location">Where that was written: a relative path counts from its folder.</param>
    /// <param name="database">Where the records go in the end.</param>
    public static JournalOptions From(LedgerConfig config, ConfigLocation location, DatabaseOptions database)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(location.Path ?? "gateway.yaml"))!;
        return new JournalOptions(database.Provider == StorageProvider.None ? null : Path.GetFullPath(config.Journal, folder))
        {
            Commit = config.Commit,
            WhenFull = config.WhenFull,
            Memory = config.Memory.Bytes,
        };
    }
}
