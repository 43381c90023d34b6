using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>The requests of earlier runs that began and, as far as has been read, did not end.</summary>
internal sealed class UnfinishedRequests
{
    // Positions instead of records: nearly all of them end a little further on.
    private readonly Dictionary<RecordId, JournalPosition> _begun = [];

    public void Begin(RecordId id, JournalPosition place) => _begun[id] = place;

    public void End(RecordId id) => _begun.Remove(id);

    /// <summary>Reads their records as they were when they began, in that order.</summary>
    public Queue<UsageRecord> Read(JournalFolder folder, NamePool names)
    {
        var records = new Queue<UsageRecord>();
        foreach (var segment in _begun.Values.GroupBy(static p => p.Segment, static p => p.Offset).OrderBy(static s => s.Key))
        {
            var wanted = segment.ToHashSet();
            using var reader = SegmentReader.OfFile(folder.PathOf(segment.Key), wanted.Min(), wanted.Max() + JournalEntry.MaxSize);
            while (reader?.TryNext() == true)
            {
                if (wanted.Contains(reader.Offset))
                {
                    records.Enqueue(RecordEncoding.Read(reader.Record, names));
                }
            }
        }

        _begun.Clear();
        return records;
    }
}
