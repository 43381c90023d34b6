using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>A group of entries on their way to the disk, written in one call.</summary>
internal sealed class JournalChunk
{
    /// <summary>Small enough for the small object heap, large enough for several hundred records.</summary>
    public const int Size = 64 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size);

    private SafeWaits _waits;

    public int Length { get; private set; }

    public int Finals { get; private set; }

    /// <summary>The number of final records accepted, up to the last one in this chunk.</summary>
    public long Sequence { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public bool HasRoomFor(int size) => Size - Length >= size;

    public void Add(UsageRecord record, EntryKind kind, uint seed)
    {
        var entry = _bytes.AsSpan(Length);
        entry = entry[..(JournalEntry.HeadSize + RecordEncoding.Write(record, entry[JournalEntry.HeadSize..]))];
        JournalEntry.Seal(entry, kind, seed);
        Length += entry.Length;
    }

    /// <summary>Adds a copy of an entry from an older segment.</summary>
    public void AddCopy(ReadOnlySpan<byte> entry, uint seed)
    {
        var copy = _bytes.AsSpan(Length, entry.Length);
        entry.CopyTo(copy);
        JournalEntry.Seal(copy, EntryKind.Intent, seed);
        Length += entry.Length;
    }

    public void CountFinal(long sequence)
    {
        Finals++;
        Sequence = sequence;
    }

    /// <summary>Completes when this chunk is on the disk. Use only under the buffer's lock.</summary>
    public ValueTask WhenSafe()
    {
        var wait = new SafeWait();
        _waits.Add(wait);
        return wait.Task;
    }

    /// <summary>Hands over those who wait. Use only under the buffer's lock.</summary>
    public void Release(ref SafeWaits released) => released.Take(ref _waits);

    public void Clear() => (Length, Finals, Sequence) = (0, 0, 0);
}
