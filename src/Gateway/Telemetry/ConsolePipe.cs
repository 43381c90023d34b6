using System.Buffers;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// Carries lines to standard output or standard error. Their reader may stop reading, and a write then waits forever. So a separate thread
/// writes, the queue before it is bounded, and further lines are dropped and counted.
/// </summary>
internal sealed class ConsolePipe : IDisposable
{
    /// <summary>For the last lines when the process ends. A reader that does not take them now never will.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the writer rests after writing. A single line is written at once; in a busy gateway each line would otherwise wake it.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private readonly Stream _stream;
    private readonly Encoding _encoding;
    private readonly int _capacity;
    private readonly Action<long> _told;
    private readonly Queue<ArraySegment<byte>> _lines = new();
    private readonly Thread _writer;
    private long _dropped;
    private long _untold;
    private bool _isIdle;
    private bool _isOver;

    /// <param name="stream">The output.</param>
    /// <param name="encoding">The encoding.</param>
    /// <param name="capacity">The most lines that may wait.</param>
    /// <param name="told">Called with the number of dropped lines once there is room again.</param>
    public ConsolePipe(Stream stream, Encoding encoding, int capacity, Action<long> told)
    {
        (_stream, _encoding, _capacity, _told) = (stream, encoding, capacity, told);
        _writer = new Thread(Write) { IsBackground = true, Name = "console log" };
        _writer.Start();
    }

    /// <summary>The number of lines dropped since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes a line or drops it. Never waits.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(_encoding.GetMaxByteCount(line.Length));
        var length = _encoding.GetBytes(line, bytes);
        if (!TryAdd(new ArraySegment<byte>(bytes, 0, length)))
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private bool TryAdd(ArraySegment<byte> line)
    {
        lock (_lines)
        {
            if (_isOver || _lines.Count >= _capacity)
            {
                Volatile.Write(ref _dropped, _dropped + 1);
                _untold++;
                return false;
            }

            _lines.Enqueue(line);
            if (_isIdle)
            {
                Monitor.Pulse(_lines);
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (_lines)
        {
            _isOver = true;
            Monitor.Pulse(_lines);
        }

        _writer.Join(LastWrites);
    }

    private void Write()
    {
        while (Next(out var untold) is { } line)
        {
            try
            {
                _stream.Write(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // For example a full disk. There is nowhere to report it, and the next line may find room.
                Miss(untold + 1);
                continue;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(line.Array!);
            }

            if (untold > 0)
            {
                _told(untold);
            }
        }
    }

    /// <returns>The next line; null at the end.</returns>
    private ArraySegment<byte>? Next(out long untold)
    {
        lock (_lines)
        {
            if (_lines.Count == 0 && !_isOver)
            {
                Monitor.Wait(_lines, Rest);
            }

            _isIdle = true;
            while (_lines.Count == 0 && !_isOver)
            {
                Monitor.Wait(_lines);
            }

            _isIdle = false;

            // Only when half of the room is free: otherwise a merely slow reader would be told with each line it takes.
            untold = _lines.Count <= _capacity / 2 ? _untold : 0;
            _untold -= untold;
            return _lines.TryDequeue(out var line) ? line : default(ArraySegment<byte>?);
        }
    }

    private void Miss(long lines)
    {
        lock (_lines)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            _untold += lines;
        }
    }
}
