using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Reads the entries of a segment, or of a part still in memory. Anything that is not an entry is skipped up to the next one: a flipped bit
/// costs one record, not everything after it.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    /// <summary>How much of a file is read at once.</summary>
    public const int WindowSize = 1024 * 1024;

    private readonly SafeFileHandle? _file;
    private readonly uint _seed;
    private readonly long _end;
    private readonly byte[] _window;
    private long _windowStart;
    private int _length;
    private int _at;
    private int _size;

    private SegmentReader(SafeFileHandle? file, uint seed, byte[] window, int length, long start, long end)
    {
        (_file, _seed, _window, _length, _windowStart, _end) = (file, seed, window, length, start, end);
    }

    public EntryKind Kind => (EntryKind)_window[_at + JournalEntry.HeadSize - 1];

    public ReadOnlySpan<byte> Entry => _window.AsSpan(_at, _size);

    public ReadOnlySpan<byte> Record => Entry[JournalEntry.HeadSize..];

    /// <summary>The start of the entry.</summary>
    public long Offset => _windowStart + _at;

    /// <summary>The end of the entry.</summary>
    public long Next => Offset + _size;

    /// <summary>The number of unreadable bytes between entries. Bytes after the last entry do not count: a kill leaves it torn.</summary>
    public long Skipped { get; private set; }

    public static SegmentReader OfMemory(byte[] bytes, int length, uint seed, long start) =>
        new(null, seed, bytes, length, start, start + length);

    /// <returns>A reader; null when the file does not begin like a segment.</returns>
    public static SegmentReader? OfFile(string path, long start, long end)
    {
        var file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        var read = RandomAccess.Read(file, header, 0);
        if (SegmentHeader.Read(header[..read]) is not { } seed)
        {
            file.Dispose();
            return null;
        }

        var from = Math.Max(start, SegmentHeader.Size);
        var window = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(end - from, JournalEntry.MaxSize, WindowSize));
        return new SegmentReader(file, seed, window, 0, from, end);
    }

    /// <returns>False when there are no more entries.</returns>
    public bool TryNext()
    {
        _at += _size;
        _size = 0;
        if (!Fill())
        {
            return false;
        }

        _size = JournalEntry.Measure(_window.AsSpan(_at, _length - _at), _seed);
        return _size > 0 || TryFindNext();
    }

    public void Dispose()
    {
        if (_file is { IsClosed: false })
        {
            _file.Dispose();
            ArrayPool<byte>.Shared.Return(_window);
        }
    }

    private bool TryFindNext()
    {
        var from = Offset;
        while (true)
        {
            // The low byte of a length may be 0, so a byte that is not 0 may be the second one of an entry.
            var rest = _window.AsSpan(_at, _length - _at);
            var ahead = rest[1..].IndexOfAnyExcept((byte)0);
            _at += ahead < 0 ? rest.Length - 1 : Math.Max(1, ahead);
            if (!Fill())
            {
                return false;
            }

            _size = JournalEntry.Measure(_window.AsSpan(_at, _length - _at), _seed);
            if (_size > 0)
            {
                Skipped += Offset - from;
                return true;
            }
        }
    }

    // Gets a whole entry into the window, if one is left.
    private bool Fill()
    {
        if (_file is not null && _length - _at < JournalEntry.MaxSize && _windowStart + _length < _end)
        {
            _window.AsSpan(_at, _length - _at).CopyTo(_window);
            _windowStart += _at;
            _length -= _at;
            _at = 0;
            while (_length < _window.Length && _windowStart + _length < _end)
            {
                var most = (int)Math.Min(_window.Length - _length, _end - _windowStart - _length);
                var read = RandomAccess.Read(_file, _window.AsSpan(_length, most), _windowStart + _length);
                if (read == 0)
                {
                    break;
                }

                _length += read;
            }
        }

        return _length - _at >= JournalEntry.HeadSize;
    }
}
