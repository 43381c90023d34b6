using System.Diagnostics;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Lists the records that are on the disk but not in the store, in order. The newest bytes are also kept in memory, so that the disk is not
/// read while the store keeps up. For the rest only a position in a segment is kept, which costs nothing however much it is.
/// </summary>
internal sealed class JournalBacklog(int memory) : IDisposable
{
    /// <summary>The most records given to the store at once. More save little: a record costs a third of what it does alone.</summary>
    public const int MostAtOnce = 2000;

    private const int BlockSize = JournalChunk.Size;

    // A range on the disk is read in one piece.
    private const int LongestRange = SegmentReader.WindowSize;

    private readonly object _gate = new();
    private readonly Queue<JournalRange> _ranges = new();
    private readonly Stack<byte[]> _free = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private JournalRange? _last;
    private int _blocks;
    private int _finals;

    /// <summary>Puts the segments of earlier runs at the front.</summary>
    public void AddFormer(IEnumerable<(long Segment, long Length)> segments)
    {
        lock (_gate)
        {
            foreach (var (segment, length) in segments)
            {
                _ranges.Enqueue(new JournalRange(new JournalPosition(segment, 0))
                {
                    End = length,
                    IsFormer = true,
                    Since = Stopwatch.GetTimestamp()
                });
            }

            _last = null;
        }

        Signal();
    }

    /// <summary>Adds what is on the disk now.</summary>
    public void Add(JournalPosition position, JournalChunk chunk)
    {
        bool isNews;
        lock (_gate)
        {
            var range = _last is { } last && Continues(last, position, chunk.Length) ? last : Begin(position);
            if (range.Memory is { } block)
            {
                chunk.Written.Span.CopyTo(block.AsSpan((int)(range.End - range.Start.Offset)));
            }

            range.End += chunk.Length;
            if (chunk.Finals > 0)
            {
                range.Since = range.Finals == 0 ? Stopwatch.GetTimestamp() : range.Since;
                range.Finals += chunk.Finals;
                range.Sequence = chunk.Sequence;
            }

            // Whoever waits for the first record or for a full batch has something to look at.
            isNews = chunk.Finals > 0 && (_finals == 0 || _finals / MostAtOnce < (_finals + chunk.Finals) / MostAtOnce);
            _finals += chunk.Finals;
        }

        if (isNews)
        {
            Signal();
        }
    }

    /// <returns>The oldest range, which now belongs to the caller; null when there is none.</returns>
    public JournalRange? Take()
    {
        lock (_gate)
        {
            if (!_ranges.TryDequeue(out var range))
            {
                return null;
            }

            _last = _ranges.Count == 0 ? null : _last;
            _finals -= range.Finals;
            return range;
        }
    }

    /// <summary>Takes back a range after it was read.</summary>
    public void Return(JournalRange range)
    {
        if (range.Memory is { } block)
        {
            lock (_gate)
            {
                _blocks--;
                // One buffer is read while another fills; more are needed only when the store is behind.
                if (_free.Count < 4)
                {
                    _free.Push(block);
                }
            }
        }
    }

    /// <summary>The time since which the oldest final record has waited; null when none waits.</summary>
    public long? Oldest()
    {
        lock (_gate)
        {
            return _ranges.FirstOrDefault(static r => r.Finals > 0 || r.IsFormer)?.Since;
        }
    }

    /// <summary>Waits until there is a first record or a full batch, until a caller is in a hurry, or until the time is up.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken stop) => _news.WaitAsync(longest, stop);

    /// <summary>Ends the wait, because a caller wants everything stored.</summary>
    public void Hurry() => Signal();

    public void Dispose() => _news.Dispose();

    private static bool Continues(JournalRange last, JournalPosition position, int length) =>
        !last.IsFormer && last.Start.Segment == position.Segment && last.End == position.Offset
        && last.End - last.Start.Offset + length <= (last.Memory is null ? LongestRange : BlockSize);

    private JournalRange Begin(JournalPosition position)
    {
        byte[]? block = null;
        if ((_blocks + 1) * BlockSize <= memory)
        {
            _blocks++;
            block = _free.TryPop(out var free) ? free : GC.AllocateUninitializedArray<byte>(BlockSize);
        }

        _last = new JournalRange(position) { Memory = block };
        _ranges.Enqueue(_last);
        return _last;
    }

    private void Signal()
    {
        try
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else signalled at the same moment.
        }
    }
}
