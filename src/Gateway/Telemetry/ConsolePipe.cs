using System.Buffers;

namespace Gateway.Telemetry;

/// <summary>
/// Carries lines to standard output or standard error. Their reader may stop reading, and a write then waits forever. So a separate thread
/// writes, what waits for it is bounded, and further lines are dropped and counted. Lines gather in one buffer and are written together: a
/// wake and a write for each would cost more than all else about a line.
/// </summary>
internal sealed class ConsolePipe : IDisposable
{
    private const int FirstSize = 16 * 1024;

    /// <summary>The most bytes that wait, however few the lines.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Enough to be written without waiting for more.</summary>
    private const int WorthAWrite = 64 * 1024;

    /// <summary>For the last lines when the process ends. A reader that does not take them now never will.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the writer rests after writing. A single line is written at once, and so is a warning; in a busy gateway each line would
    /// otherwise wake it.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly Stream _stream;
    private readonly int _capacity;
    private readonly Action<long> _told;
    private readonly object _gate = new();
    private readonly Thread _writer;
    private byte[] _gathered = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;
    private int _lines;
    private long _dropped;
    private long _untold;
    private bool _isIdle;
    private bool _isOver;

    /// <param name="stream">The output.</param>
    /// <param name="capacity">The most lines that may wait.</param>
    /// <param name="told">Called with the number of dropped lines once it flows again.</param>
    public ConsolePipe(Stream stream, int capacity, Action<long> told)
    {
        (_stream, _capacity, _told) = (stream, capacity, told);
        _writer = new Thread(Run) { IsBackground = true, Name = "console log" };
        _writer.Start();
    }

    /// <summary>The number of lines dropped since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    private bool IsWorthAWrite => _length > WorthAWrite || _lines > _capacity / 2;

    /// <summary>Takes a line or drops it. Never waits for the writer.</summary>
    /// <param name="line">The line with its end.</param>
    /// <param name="isUrgent">True to write it without waiting for more.</param>
    public void Add(ReadOnlySpan<byte> line, bool isUrgent = false)
    {
        lock (_gate)
        {
            if (_isOver || _lines >= _capacity || _length + (long)line.Length > MostBytes)
            {
                Volatile.Write(ref _dropped, _dropped + 1);
                _untold++;
                return;
            }

            Reserve(line.Length);
            line.CopyTo(_gathered.AsSpan(_length));
            _length += line.Length;
            _lines++;
            if (_isIdle || isUrgent || IsWorthAWrite)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }

        _writer.Join(LastWrites);
    }

    private void Reserve(int count)
    {
        if (_gathered.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, _gathered.Length * 2));
        _gathered.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = larger;
    }

    private void Run()
    {
        while (Next() is { } batch)
        {
            try
            {
                _stream.Write(batch.Bytes, 0, batch.Length);
                if (batch.Untold > 0)
                {
                    _told(batch.Untold);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // For example a full disk. There is nowhere to report it, and the next lines may find room.
                Miss(batch.Lines, batch.Untold);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(batch.Bytes);
            }
        }
    }

    /// <returns>The lines to write; null at the end.</returns>
    private Batch? Next()
    {
        lock (_gate)
        {
            // More may come in the meantime.
            if (!_isOver && !IsWorthAWrite)
            {
                Monitor.Wait(_gate, Rest);
            }

            _isIdle = true;
            while (_lines == 0 && !_isOver)
            {
                Monitor.Wait(_gate);
            }

            _isIdle = false;
            if (_lines == 0)
            {
                return null;
            }

            var batch = new Batch(_gathered, _length, _lines, _untold);
            (_gathered, _length, _lines, _untold) = (ArrayPool<byte>.Shared.Rent(FirstSize), 0, 0, 0);
            return batch;
        }
    }

    private void Miss(int lines, long untold)
    {
        lock (_gate)
        {
            Volatile.Write(ref _dropped, _dropped + lines);
            _untold += untold + lines;
        }
    }

    private readonly record struct Batch(byte[] Bytes, int Length, int Lines, long Untold);
}
