namespace Gateway.Ledger.Journal;

/// <summary>
/// The chunks on their way to the disk, in order: those being written, the full ones, and the one being filled. Use only under the buffer's
/// lock.
/// </summary>
internal sealed class ChunkLine
{
    // The most chunks written before one sync, so that the first ones do not wait for the last.
    private const int MostAtOnce = 64;
    private const int MostFree = 8;

    private readonly List<JournalChunk> _taken = [];
    private readonly Queue<JournalChunk> _full = new();
    private readonly Stack<JournalChunk> _free = new();
    private JournalChunk _current = new();

    public bool HasFull => _full.Count > 0;

    /// <summary>The last chunk that holds something; there must be one.</summary>
    public JournalChunk Last => _current.Length > 0 ? _current : _full.Count > 0 ? _full.Last() : _taken[^1];

    public JournalChunk RoomFor(int size)
    {
        if (!_current.HasRoomFor(size))
        {
            _full.Enqueue(_current);
            _current = Fresh();
        }

        return _current;
    }

    /// <summary>Takes the chunks to write next; those taken before but not written come first.</summary>
    /// <param name="isSpooling">True when the disk is not accepting writes.</param>
    public IReadOnlyList<JournalChunk> Take(bool isSpooling)
    {
        while (_taken.Count < MostAtOnce && _full.TryDequeue(out var full))
        {
            _taken.Add(full);
        }

        // While the disk is away this chunk keeps filling, and is taken only when nothing is ahead of it.
        if (_current.Length > 0 && _full.Count == 0 && (_taken.Count == 0 || !isSpooling))
        {
            _taken.Add(_current);
            _current = Fresh();
        }

        return _taken;
    }

    /// <summary>Records that the taken chunks are on the disk.</summary>
    /// <param name="released">The list to add those to who waited for them.</param>
    /// <returns>Their number of bytes.</returns>
    public long Written(ref SafeWaits released)
    {
        long bytes = 0;
        foreach (var chunk in _taken)
        {
            bytes += chunk.Length;
            chunk.Release(ref released);
            chunk.Clear();
            if (_free.Count < MostFree)
            {
                _free.Push(chunk);
            }
        }

        _taken.Clear();
        return bytes;
    }

    /// <summary>Hands over everyone who waits.</summary>
    public void Release(ref SafeWaits released)
    {
        foreach (var chunk in _taken)
        {
            chunk.Release(ref released);
        }

        foreach (var chunk in _full)
        {
            chunk.Release(ref released);
        }

        _current.Release(ref released);
    }

    private JournalChunk Fresh() => _free.TryPop(out var chunk) ? chunk : new JournalChunk();
}
