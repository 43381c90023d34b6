using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>Entries on their way to the disk: what is written with one call.</summary>
internal sealed class JournalChunk
{
    /// <summary>Small enough for the small heap, large enough for some hundred records.</summary>
    public const int Size = 64 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size);

    private TaskCompletionSource? _safe;

    public int Length { get; private set; }

    public int Finals { get; private set; }

    /// <summary>How many ends had been taken note of with the last one in here.</summary>
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

    /// <summary>Adds an entry as it stands in an older segment.</summary>
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

    /// <summary>
    /// Over when what is in here is on the disk. One for all that are in here: the more there are, the less each costs. Under the lock of
    /// the buffer.
    /// </summary>
    public Task WhenSafe() => (_safe ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets those go that wait. Under the lock of the buffer.</summary>
    public void Release()
    {
        _safe?.TrySetResult();
        _safe = null;
    }

    public void Clear() => (Length, Finals, Sequence) = (0, 0, 0);
}
