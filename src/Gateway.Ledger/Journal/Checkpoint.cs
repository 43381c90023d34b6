using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger.Journal;

/// <summary>
/// The place up to which the store has everything. It is written in place, is not synced, and may be lost: then the store receives records
/// it already has, and leaves them as they are.
/// </summary>
internal sealed class Checkpoint(string path) : IDisposable
{
    private const int Size = 20;

    private SafeFileHandle? _handle;

    /// <returns>The place; the very beginning when none is saved.</returns>
    public JournalPosition Read()
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (!File.Exists(path))
        {
            return default;
        }

        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return RandomAccess.Read(handle, bytes, 0) == Size
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) == Checksum.Of(0, bytes[..16])
            ? new JournalPosition(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]))
            : default;
    }

    public void Write(JournalPosition position)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], position.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Checksum.Of(0, bytes[..16]));
        if (_handle is null)
        {
            _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        RandomAccess.Write(_handle, bytes, 0);
    }

    public void Dispose() => _handle?.Dispose();
}
