using System.Buffers.Binary;

namespace Gateway.Ledger.Journal;

/// <summary>
/// The frame of an entry: the length of what follows, its checksum, the kind, the record. A length of 0 marks the end: segments are created
/// full of zeros.
/// </summary>
internal static class JournalEntry
{
    public const int HeadSize = 9;

    /// <summary>The size of the longest entry.</summary>
    public const int MaxSize = JournalChunk.Size;

    // The length and the checksum, which are not included in the length.
    private const int Outside = 8;

    /// <summary>Writes the frame around a record that follows the header.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="seed">The seed of the segments it goes into.</param>
    public static void Seal(Span<byte> entry, EntryKind kind, uint seed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length - Outside);
        entry[Outside] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum.Of(seed, entry[Outside..]));
    }

    /// <returns>The size of the entry at the beginning of these bytes; 0 when there is none, or not a whole one.</returns>
    public static int Measure(ReadOnlySpan<byte> bytes, uint seed)
    {
        if (bytes.Length < HeadSize)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length is > 0 and <= MaxSize - Outside && length <= bytes.Length - Outside
            && (EntryKind)bytes[Outside] is EntryKind.Intent or EntryKind.Final
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Checksum.Of(seed, bytes.Slice(Outside, length))
                ? Outside + length
                : 0;
    }
}
