using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger.Journal;

/// <summary>A segment file on a disk.</summary>
internal sealed class SegmentFile : ISegmentFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private SegmentFile(string path, SafeFileHandle handle)
    {
        _path = path;
        _handle = handle;
    }

    public bool IsThere => File.Exists(_path);

    /// <param name="path">The path of the new file; nothing may exist there.</param>
    /// <param name="size">The space to reserve at once: a file that does not grow takes less work to sync.</param>
    public static ISegmentFile Make(string path, int size)
    {
        try
        {
            return new SegmentFile(path, Open(path, size));
        }
        catch (IOException) when (!File.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
        {
            // There is no room for all of it. The room that is left will last a while; the runtime has deleted the file again.
            return new SegmentFile(path, Open(path, 0));
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Cut(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string path, int size)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.None, size);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (size > 0)
        {
            // Reserved space does not by itself count as the file's length, and a length that changes has to be synced too.
            RandomAccess.SetLength(handle, size);
        }

        return handle;
    }
}
