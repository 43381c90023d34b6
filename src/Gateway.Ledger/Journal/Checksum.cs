using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Ledger.Journal;

/// <summary>Computes CRC-32C, for which processors have an instruction and the runtime needs no package.</summary>
internal static class Checksum
{
    /// <param name="seed">The initial value: the same bytes under another seed have another checksum.</param>
    /// <param name="bytes">The bytes to check.</param>
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
