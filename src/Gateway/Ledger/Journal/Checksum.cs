using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Ledger.Journal;

/// <summary>CRC-32C, which processors compute by themselves and the runtime offers without a package.</summary>
internal static class Checksum
{
    /// <param name="seed">What it begins with: the same bytes under another seed are another checksum.</param>
    /// <param name="bytes">What it is of.</param>
    public static uint Of(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
