using System.Buffers.Binary;

namespace Gateway.Ledger.Journal;

/// <summary>
/// The first bytes of a segment: a magic number and the seed of its checksums. Each run of a gateway draws a new seed, so that nothing else
/// on the disk, and nothing a client writes, passes for an entry.
/// </summary>
internal static class SegmentHeader
{
    public const int Size = 16;

    private static ReadOnlySpan<byte> Mark => "GWLEDG1\n"u8;

    public static void Write(Span<byte> bytes, uint seed)
    {
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], seed);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Checksum.Of(0, bytes[..12]));
    }

    /// <returns>The seed; null when this is not a header.</returns>
    public static uint? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size
            && bytes.StartsWith(Mark)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Checksum.Of(0, bytes[..12])
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..])
            : null;
}
