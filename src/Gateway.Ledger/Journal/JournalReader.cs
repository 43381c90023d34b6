using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>Reads what the store does not have yet, in order: first what earlier runs left behind, then what this run writes.</summary>
internal sealed partial class JournalReader(UsageJournal journal, ILogger logger) : IDisposable
{
    private readonly NamePool _names = new();
    private readonly UnfinishedRequests _unfinished = new();
    private Queue<UsageRecord> _unfinishedRecords = new();
    private JournalRange? _range;
    private SegmentReader? _entries;
    private JournalPosition _checkpoint;
    private ReadMark _mark;
    private bool _hasBegun;

    /// <summary>The time since which the oldest record in the range being read has waited; null when none is.</summary>
    public long? Since => _range is { IsFormer: false, Since: var since } ? since : null;

    /// <summary>Segments with unreadable parts; they are not deleted.</summary>
    public HashSet<long> Damaged { get; } = [];

    /// <summary>Reads the next records.</summary>
    /// <param name="batch">The list to add records to.</param>
    /// <param name="most">The most records to add.</param>
    /// <param name="mark">How far it has read.</param>
    /// <returns>False when there is nothing more at the moment.</returns>
    /// <exception cref="IOException">The disk cannot be read; nothing is skipped.</exception>
    public bool TryRead(List<UsageRecord> batch, int most, out ReadMark mark)
    {
        if (!_hasBegun && journal.Folder is { } folder)
        {
            _checkpoint = folder.Checkpoint.Read();
            _mark = journal.LastFormerSegment is null ? Replayed() : default;
            _hasBegun = true;
        }

        var more = true;
        while (_hasBegun && more && batch.Count < most)
        {
            more = TakeUnfinished(batch) || TryReadEntry(batch);
        }

        mark = _mark;
        return more && _hasBegun;
    }

    public void Dispose() => _entries?.Dispose();

    private bool TakeUnfinished(List<UsageRecord> batch)
    {
        if (!_unfinishedRecords.TryDequeue(out var record))
        {
            return false;
        }

        batch.Add(record);
        if (_unfinishedRecords.Count == 0)
        {
            _mark = Replayed();
        }

        return true;
    }

    private bool TryReadEntry(List<UsageRecord> batch)
    {
        if (_entries is null && !TryOpen())
        {
            return false;
        }

        if (_entries is null)
        {
            EndRange();
            return true;
        }

        if (!_entries.TryNext())
        {
            EndRange();
            return true;
        }

        var at = new JournalPosition(_range!.Start.Segment, _entries.Offset);
        var isFinal = _entries.Kind == EntryKind.Final;
        try
        {
            if (_range.IsFormer)
            {
                var id = RecordEncoding.ReadId(_entries.Record);
                if (isFinal)
                {
                    _unfinished.End(id);
                }
                else
                {
                    _unfinished.Begin(id, at);
                }
            }

            // Segments of earlier runs are read from their beginning, to find requests that began there.
            if (isFinal && (!_range.IsFormer || at.CompareTo(_checkpoint) >= 0))
            {
                batch.Add(RecordEncoding.Read(_entries.Record, _names));
            }
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentException)
        {
            Damaged.Add(_range.Start.Segment);
            Log.Unreadable(logger, journal.Folder!.PathOf(_range.Start.Segment), _entries.Offset, e.Message);
        }

        if (!_range.IsFormer)
        {
            _mark = _mark with { Position = at with { Offset = _entries.Next }, Sequence = _mark.Sequence + (isFinal ? 1 : 0) };
        }

        return true;
    }

    /// <returns>False when there is no range; otherwise there is one, with its entries if they can be read.</returns>
    private bool TryOpen()
    {
        _range ??= journal.Backlog.Take();
        if (_range is null)
        {
            return false;
        }

        var length = (int)(_range.End - _range.Start.Offset);
        if (_range.Memory is { } memory)
        {
            _entries = SegmentReader.OfMemory(memory, length, journal.Seed, _range.Start.Offset);
            return true;
        }

        var path = journal.Folder!.PathOf(_range.Start.Segment);
        try
        {
            _entries = SegmentReader.OfFile(path, _range.Start.Offset, _range.End);
            if (_entries is null && _range.End > SegmentHeader.Size)
            {
                Damaged.Add(_range.Start.Segment);
                Log.Unreadable(logger, path, 0, "it does not begin as a segment does");
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Log.Gone(logger, path);
        }

        return true;
    }

    private void EndRange()
    {
        var range = _range!;
        var isLastFormer = range.IsFormer && range.Start.Segment == journal.LastFormerSegment;
        if (isLastFormer)
        {
            // Do this before releasing anything: if the disk fails here, it is repeated.
            _unfinishedRecords = _unfinished.Read(journal.Folder!, _names);
        }

        if (_entries?.Skipped > 0)
        {
            Damaged.Add(range.Start.Segment);
            Log.Skipped(logger, journal.Folder!.PathOf(range.Start.Segment), _entries.Skipped);
        }

        _entries?.Dispose();
        (_entries, _range) = (null, null);
        journal.Backlog.Return(range);
        if (!range.IsFormer)
        {
            _mark = _mark with
            {
                Position = range.Start with { Offset = range.End },
                Sequence = range.Sequence > 0 ? range.Sequence : _mark.Sequence
            };
        }
        else if (isLastFormer && _unfinishedRecords.Count == 0)
        {
            _mark = Replayed();
        }
        else if (isLastFormer)
        {
            Log.Unfinished(logger, _unfinishedRecords.Count);
        }
    }

    private ReadMark Replayed() => _mark with { Position = new JournalPosition(journal.FirstSegment, 0), IsReplayed = true };

    private static partial class Log
    {
        [LoggerMessage(
            5110, LogLevel.Error,
            "{Bytes} bytes in the middle of {Segment} could not be read and were stepped over. The file is kept, with the ending "
            + ".damaged.")]
        public static partial void Skipped(ILogger logger, string segment, long bytes);

        [LoggerMessage(
            5111, LogLevel.Error, "{Segment} could not be read at {Offset}: {Problem}. The file is kept, with the ending .damaged.")]
        public static partial void Unreadable(ILogger logger, string segment, long offset, string problem);

        [LoggerMessage(5112, LogLevel.Error, "{Segment} is gone. What was in it and not in the database yet is lost.")]
        public static partial void Gone(ILogger logger, string segment);

        [LoggerMessage(
            5113, LogLevel.Warning,
            "The last run ended while {Count} requests were under way; they are recorded as unknown, with what they were expected to use.")]
        public static partial void Unfinished(ILogger logger, int count);
    }
}
