using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger.Journal;

/// <summary>A file on a disk.</summary>
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

    /// <param name="path">Where nothing is yet.</param>
    /// <param name="size">What is set aside at once: a file that does not grow is synced with less work.</param>
    public static ISegmentFile Make(string path, int size)
    {
        try
        {
            return new SegmentFile(path, Open(path, size));
        }
        catch (IOException) when (!File.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
        {
            // There is no room for all of it. What room there is will do for some time; the runtime took the file away again.
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
            // What is set aside does not count as the file's length by itself, and a length that changes is synced too.
            RandomAccess.SetLength(handle, size);
        }

        return handle;
    }
}
