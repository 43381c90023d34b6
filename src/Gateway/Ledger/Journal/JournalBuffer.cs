using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Journal;

/// <summary>
/// What is not on the disk yet, in order, and who waits for it. Requests put in, one thread takes out; one lock is around all of it,
/// under which nothing is done but copying.
/// </summary>
internal sealed class JournalBuffer(JournalOptions options, uint seed)
{
    /// <summary>What was admitted must be recorded when it ends, though nothing new is: a quarter more is kept for that.</summary>
    private const double RoomForEnds = 1.25;

    // An intent is on the disk after so long; the thread that writes looks by itself for a while, so that a request need not wake it.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private const int LooksBeforeRest = 20;

    private readonly object _gate = new();
    private readonly ChunkLine _line = new();
    private readonly HashSet<RecordId> _open = [];
    private long _bytes;
    private long _sequence;
    private long _dropped;
    private bool _isUrgent = true;
    private bool _isResting;
    private bool _isStopping;
    private volatile bool _isSpooling;
    private volatile bool _isAccepting = true;

    public bool IsAccepting => _isAccepting;

    /// <summary>Whether the disk does not take what is here.</summary>
    public bool IsSpooling => _isSpooling;

    /// <summary>How much is here, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many ends were taken note of.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>How many ends there was no room for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void AddIntent(UsageRecord record)
    {
        lock (_gate)
        {
            if (_bytes >= options.Memory)
            {
                return;
            }

            _open.Add(new RecordId(record.Request, record.Answer));
            Put(record, EntryKind.Intent);
            if (_isResting)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <returns>Over when it is on the disk, or the disk is known not to take it.</returns>
    public Task AddFinal(UsageRecord record)
    {
        lock (_gate)
        {
            _open.Remove(new RecordId(record.Request, record.Answer));
            if (_bytes >= options.Memory * RoomForEnds)
            {
                _dropped++;
                return Task.CompletedTask;
            }

            var chunk = Put(record, EntryKind.Final);
            chunk.CountFinal(++_sequence);
            if (_isSpooling)
            {
                return Task.CompletedTask;
            }

            if (options.Commit == LedgerCommit.Afterwards)
            {
                if (_isResting)
                {
                    Monitor.Pulse(_gate);
                }

                return Task.CompletedTask;
            }

            Hurry();
            return chunk.WhenSafe();
        }
    }

    /// <summary>Puts the intent of a request that still runs in again, since where it stands is to be deleted.</summary>
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

    /// <summary>Has all that is here written without delay.</summary>
    /// <returns>Over when it is on the disk, or the disk is known not to take it.</returns>
    public Task WhenSafe()
    {
        lock (_gate)
        {
            if (_isSpooling || _bytes == 0)
            {
                return Task.CompletedTask;
            }

            Hurry();
            // The order is kept: when the last is safe, all are.
            return _line.Last.WhenSafe();
        }
    }

    /// <summary>Blocks the thread that writes until there is something to write.</summary>
    /// <param name="longest">Comes back after so long without anything.</param>
    /// <returns>False when it is to stop and all is written.</returns>
    public bool WaitForWork(TimeSpan longest)
    {
        lock (_gate)
        {
            for (var looks = 0; !_isUrgent && !_isStopping && !_isSpooling; looks++)
            {
                _isResting = looks >= LooksBeforeRest;
                var signalled = Monitor.Wait(_gate, _isResting ? longest : Gather);
                var rested = _isResting;
                _isResting = false;
                if (!signalled && (rested || _bytes > 0))
                {
                    break;
                }

                looks = rested ? 0 : looks;
            }

            _isUrgent = false;
            return !_isStopping || _bytes > 0;
        }
    }

    /// <summary>Blocks the thread that writes, after a failure.</summary>
    /// <returns>False when it is to stop.</returns>
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

    /// <summary>What is to be written next; what was taken before and not written stands first.</summary>
    public IReadOnlyList<JournalChunk> Take()
    {
        lock (_gate)
        {
            return _line.Take(_isSpooling);
        }
    }

    /// <summary>What was taken is on the disk.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Written()
    {
        lock (_gate)
        {
            _bytes -= _line.Written();
            _isAccepting |= _bytes < options.Memory;
            _isUrgent |= _line.HasFull || (_isSpooling && _bytes > 0);
            var healed = _isSpooling && !_line.HasFull;
            _isSpooling &= !healed;
            return healed;
        }
    }

    /// <summary>The disk does not take it: nobody waits for it any longer.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Spool()
    {
        lock (_gate)
        {
            var news = !_isSpooling;
            _isSpooling = true;
            _line.Release();
            // Had it been over at this very moment, the thread finds that out.
            Monitor.Pulse(_gate);
            return news;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }
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

    private void Hurry()
    {
        if (!_isUrgent)
        {
            _isUrgent = true;
            Monitor.Pulse(_gate);
        }
    }
}
