using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>
/// Holds what is not on the disk yet, in order, and the callers waiting for it. Requests add, one thread takes. A single lock guards it
/// all; under it nothing happens but copying.
/// </summary>
internal sealed class JournalBuffer(JournalOptions options, uint seed)
{
    /// <summary>
    /// An admitted request must be recorded when it ends, even when no new ones are accepted: an extra quarter is reserved for that.
    /// </summary>
    private const double RoomForEnds = 1.25;

    // An intent reaches the disk within this time. The writing thread polls for a while, so that a request need not wake it.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private const int LooksBeforeRest = 4;

    // So many have no need to wait for more.
    private const int Enough = 16;

    private readonly object _gate = new();
    private readonly ChunkLine _line = new();
    private readonly HashSet<RecordId> _open = [];
    private readonly Resumption _resumption = new(static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
    private long _bytes;
    private long _sequence;
    private long _dropped;
    private long _releasedAt;
    private int _waiting;
    private bool _isUrgent = true;
    private bool _isResting;
    private bool _isStopping;
    private volatile bool _isSpooling;
    private volatile bool _isAccepting = true;

    public bool IsAccepting => _isAccepting;

    /// <summary>True when the disk is not accepting writes.</summary>
    public bool IsSpooling => _isSpooling;

    /// <summary>The buffered bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The number of final records accepted.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The number of final records dropped for lack of room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void AddIntent(UsageRecord record)
    {
        lock (_gate)
        {
            if (_bytes < options.Memory)
            {
                _open.Add(new RecordId(record.Request, record.Answer));
                Put(record, EntryKind.Intent);
                Nudge();
            }
        }
    }

    /// <returns>Completes when it is on the disk, or the disk is known not to accept it.</returns>
    public ValueTask AddFinal(UsageRecord record)
    {
        lock (_gate)
        {
            if (Keep(record) is not { } chunk || options.Commit == LedgerCommit.Afterwards)
            {
                Nudge();
                return ValueTask.CompletedTask;
            }

            _waiting++;
            Hurry();
            return chunk.WhenSafe();
        }
    }

    /// <summary>Adds a final record that no caller waits for. It is written with the next record, or a moment later.</summary>
    public void AddUnawaited(UsageRecord record)
    {
        lock (_gate)
        {
            Keep(record);
            Nudge();
        }
    }

    /// <summary>Adds the intent of a running request again, because the segment that holds it will be deleted.</summary>
    /// <returns>False when there is no room.</returns>
    public bool CarryForward(RecordId id, ReadOnlySpan<byte> entry)
    {
        lock (_gate)
        {
            if (!_open.Contains(id))
            {
                return true;
            }

            if (_bytes >= options.Memory)
            {
                return false;
            }

            _line.RoomFor(entry.Length).AddCopy(entry, seed);
            _bytes += entry.Length;
            return true;
        }
    }

    public bool HasOpen
    {
        get
        {
            lock (_gate)
            {
                return _open.Count > 0;
            }
        }
    }

    /// <summary>Writes everything that is buffered, without delay.</summary>
    /// <returns>Completes when it is on the disk, or the disk is known not to accept it.</returns>
    public Task WhenSafe()
    {
        lock (_gate)
        {
            if (_isSpooling || _bytes == 0)
            {
                return Task.CompletedTask;
            }

            Hurry();
            // Order is preserved: when the last entry is safe, all are.
            return _line.Last.WhenSafe().AsTask();
        }
    }

    /// <summary>Blocks the writing thread until there is something to write.</summary>
    /// <param name="longest">Returns after this long without work.</param>
    /// <returns>False when it has to stop and everything is written.</returns>
    public bool WaitForWork(TimeSpan longest)
    {
        lock (_gate)
        {
            for (var looks = 0; !_isUrgent && !_isStopping && !_isSpooling; looks++)
            {
                _isResting = looks >= LooksBeforeRest;
                var signalled = Monitor.Wait(_gate, _isResting ? longest : Look);
                var rested = _isResting;
                _isResting = false;
                if (!signalled && (rested || _bytes > 0))
                {
                    break;
                }

                looks = rested ? 0 : looks;
            }

            GatherMore();
            _isUrgent = false;
            return !_isStopping || _bytes > 0;
        }
    }

    /// <summary>Blocks the writing thread after a failure.</summary>
    /// <returns>False when it has to stop.</returns>
    public bool WaitForRetry(TimeSpan pause)
    {
        var since = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!_isStopping && pause - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } rest)
            {
                Monitor.Wait(_gate, rest);
            }

            return !_isStopping;
        }
    }

    /// <summary>Takes the chunks to write next; those taken before but not written come first.</summary>
    public IReadOnlyList<JournalChunk> Take()
    {
        lock (_gate)
        {
            _waiting = 0;
            return _line.Take(_isSpooling);
        }
    }

    /// <summary>Records that the taken chunks are on the disk.</summary>
    /// <returns>True when this changes the state.</returns>
    public bool Written()
    {
        var released = default(SafeWaits);
        bool healed;
        lock (_gate)
        {
            _bytes -= _line.Written(ref released);
            _isAccepting |= _bytes < options.Memory;
            _isUrgent |= _line.HasFull || (_isSpooling && _bytes > 0);
            healed = _isSpooling && !_line.HasFull;
            _isSpooling &= !healed;
            _releasedAt = released.IsEmpty ? _releasedAt : Stopwatch.GetTimestamp();
        }

        _resumption.Add(released);
        return healed;
    }

    /// <summary>Notes that the disk accepts no writes. From then on, no caller waits for it.</summary>
    /// <returns>True when this changes the state.</returns>
    public bool Spool()
    {
        var released = default(SafeWaits);
        bool news;
        lock (_gate)
        {
            news = !_isSpooling;
            _isSpooling = true;
            _line.Release(ref released);
            // If the disk recovers at this very moment, the thread finds out.
            Monitor.Pulse(_gate);
        }

        _resumption.Add(released);
        return news;
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <returns>Where it is kept; null when there is no room, or no disk to wait for.</returns>
    private JournalChunk? Keep(UsageRecord record)
    {
        _open.Remove(new RecordId(record.Request, record.Answer));
        if (_bytes >= options.Memory * RoomForEnds)
        {
            _dropped++;
            return null;
        }

        var chunk = Put(record, EntryKind.Final);
        chunk.CountFinal(++_sequence);
        return _isSpooling ? null : chunk;
    }

    private JournalChunk Put(UsageRecord record, EntryKind kind)
    {
        var chunk = _line.RoomFor(JournalEntry.HeadSize + RecordEncoding.MaxSize(record));
        var before = chunk.Length;
        chunk.Add(record, kind, seed);
        _bytes += chunk.Length - before;
        _isAccepting &= _bytes < options.Memory || options.WhenFull == LedgerFull.Continue;
        return chunk;
    }

    // A sync costs as much for one record as for twenty. Where one follows another closely and other requests are under way, it waits for
    // them; the first one after a pause waits for nothing.
    private void GatherMore()
    {
        while (_isUrgent && !HasEnough && !_isStopping && !_isSpooling && options.Gather > Stopwatch.GetElapsedTime(_releasedAt))
        {
            Monitor.Wait(_gate, options.Gather);
        }
    }

    private bool HasEnough => _open.Count == 0 || _waiting >= Enough || _line.HasFull;

    // A thread that looks from time to time need not be woken.
    private void Nudge()
    {
        if (_isResting)
        {
            Monitor.Pulse(_gate);
        }
    }

    private void Hurry()
    {
        if (!_isUrgent || HasEnough)
        {
            _isUrgent = true;
            Monitor.Pulse(_gate);
        }
    }
}
