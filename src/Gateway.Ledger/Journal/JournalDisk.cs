using System.Diagnostics;

namespace Gateway.Ledger.Journal;

/// <summary>Writes chunks into segments. Used by one thread.</summary>
internal sealed class JournalDisk(JournalOptions options, uint seed, JournalBacklog backlog) : IDisposable
{
    // A segment can be deleted while it is written to, and no write would notice.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // Intents wait for the next final record to be synced with it, but no longer than this, in case of a power cut.
    private static readonly TimeSpan LongestUnsynced = TimeSpan.FromSeconds(1);

    private readonly List<(JournalPosition At, JournalChunk Chunk)> _written = [];
    private volatile JournalFolder? _folder;
    private ISegmentFile? _file;
    private long _segment;
    private long _offset;
    private long _safe;
    private long _lookedAt;
    private long _unsyncedSince;
    private bool _formerAreListed;

    /// <summary>The folder; null until it could be opened.</summary>
    public JournalFolder? Folder => _folder;

    /// <summary>The first segment of this run; older ones are from earlier runs.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>The last segment of earlier runs; null when they left none.</summary>
    public long? LastFormer { get; private set; }

    /// <summary>Opens the folder, and later checks from time to time that it is still there.</summary>
    /// <exception cref="JournalInUseException">Another gateway has the folder.</exception>
    /// <exception cref="IOException">It cannot be used now.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to it is denied.</exception>
    public void Open()
    {
        if (_folder is not null && Stopwatch.GetElapsedTime(_lookedAt) < LookInterval)
        {
            return;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        if (_file is { IsThere: false })
        {
            throw new IOException($"The segment {_folder!.PathOf(_segment)} was taken away.");
        }

        if (_folder is not null && Directory.Exists(options.Folder))
        {
            return;
        }

        _folder?.Dispose();
        _folder = null;
        var folder = JournalFolder.Open(options.Folder!);
        try
        {
            var segments = folder.Segments();
            _segment = Math.Max(_segment, Math.Max(segments.LastOrDefault(), folder.Checkpoint.Read().Segment));
            if (!_formerAreListed)
            {
                First = _segment + 1;
                LastFormer = segments.Count > 0 ? segments[^1] : null;
                _formerAreListed = true;
                backlog.AddFormer(segments.Select(s => (s, new FileInfo(folder.PathOf(s)).Length)).ToList());
            }

            _folder = folder;
            folder = null;
        }
        finally
        {
            folder?.Dispose();
        }
    }

    /// <summary>Writes chunks, and syncs if they contain anything besides intents.</summary>
    public void Write(IReadOnlyList<JournalChunk> chunks)
    {
        var needsSync = false;
        // By index: an enumerator of the interface would allocate an object for each write.
        for (var i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            if (_file is null || _offset + chunk.Length > options.SegmentSize)
            {
                Roll();
            }

            _file!.Write(chunk.Written.Span, _offset);
            _written.Add((new JournalPosition(_segment, _offset), chunk));
            _offset += chunk.Length;
            needsSync |= chunk.Finals > 0;
        }

        if (needsSync)
        {
            Sync();
        }
        else if (_unsyncedSince == 0)
        {
            _unsyncedSince = Stopwatch.GetTimestamp();
        }

        foreach (var (at, chunk) in _written)
        {
            backlog.Add(at, chunk);
        }

        _written.Clear();
        _safe = _offset;
    }

    /// <summary>Syncs writes that were left for a later sync, when no later one came.</summary>
    /// <returns>The longest time to rest.</returns>
    public TimeSpan SyncRest()
    {
        if (_unsyncedSince == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (Stopwatch.GetElapsedTime(_unsyncedSince) is var age && age < LongestUnsynced)
        {
            return LongestUnsynced - age;
        }

        Sync();
        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>
    /// Abandons the segment after a failure: what was not synced is written again into a new one, so that nothing torn precedes something
    /// whole.
    /// </summary>
    public void Abandon()
    {
        _written.Clear();
        (_unsyncedSince, _lookedAt) = (0, 0);
        if (_file is null)
        {
            return;
        }

        try
        {
            _file.Cut(_safe);
            if (_safe == 0)
            {
                _folder?.Delete(_segment);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the reader finds the end by itself.
        }

        _file.Dispose();
        _file = null;
    }

    public void Dispose()
    {
        if (_unsyncedSince != 0)
        {
            Sync();
        }

        Abandon();
        _folder?.Dispose();
    }

    private void Roll()
    {
        if (_file is not null)
        {
            Sync();
            _file.Cut(_offset);
            _file.Dispose();
            _file = null;
        }

        (_offset, _safe) = (0, 0);
        _file = options.MakeSegment(_folder!.PathOf(++_segment), options.SegmentSize);
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        SegmentHeader.Write(header, seed);
        _file.Write(header, 0);
        _offset = header.Length;
    }

    private void Sync()
    {
        _file?.Sync();
        _unsyncedSince = 0;
    }
}
