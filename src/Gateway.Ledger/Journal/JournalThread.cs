using System.Diagnostics;

namespace Gateway.Ledger.Journal;

/// <summary>
/// The thread that writes the journal. While one write is synced, the next one gathers, so the disk is used as often as it can respond and
/// not once per request. It uses the real clock: a disk does not wait for a test's clock.
/// </summary>
internal sealed partial class JournalThread : IDisposable
{
    private const double AlarmAt = 0.8;

    // Stopping waits no longer than this for a disk that hangs.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly JournalOptions _options;
    private readonly JournalBuffer _buffer;
    private readonly JournalDisk _disk;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly Timer _watch;
    private long _writingSince;
    private long _droppedTold;
    private bool _alarmTold;
    private volatile string? _problem;

    public JournalThread(JournalOptions options, JournalBuffer buffer, JournalDisk disk, ILogger logger)
    {
        _options = options;
        _buffer = buffer;
        _disk = disk;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        var interval = options.HangLimit / 4;
        _watch = new Timer(static self => ((JournalThread)self!).Look(), this, interval, interval);
    }

    /// <summary>The reason the disk refuses writes; null while it accepts them.</summary>
    public string? Problem => _problem;

    public void Start() => _thread.Start();

    /// <summary>Writes what is left and ends.</summary>
    public void Dispose()
    {
        _buffer.Stop();
        if (_thread.IsAlive && !_thread.Join(StopLimit))
        {
            Log.LeftBehind(_logger, _buffer.Bytes);
        }

        _watch.Dispose();
        _buffer.Spool();
    }

    private void Run()
    {
        var rest = TimeSpan.Zero;
        // 1. Nothing here may end the thread: every exception from the disk is a failure that may pass.
        while (_buffer.WaitForWork(rest == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : rest))
        {
            if (TryWrite(out rest) || _buffer.WaitForRetry(_options.Retry))
            {
                continue;
            }

            // 2. It has to stop. The disk gets one last chance.
            if (!TryWrite(out rest))
            {
                Log.LeftBehind(_logger, _buffer.Bytes);
                break;
            }
        }

        Close();
    }

    private bool TryWrite(out TimeSpan rest)
    {
        rest = Timeout.InfiniteTimeSpan;
        Volatile.Write(ref _writingSince, Stopwatch.GetTimestamp());
        try
        {
            _disk.Open();
            do
            {
                var chunks = _buffer.Take();
                if (chunks.Count > 0)
                {
                    _disk.Write(chunks);
                }

                if (_buffer.Written())
                {
                    Healed();
                }
            }
            while (_buffer.IsSpooling && _buffer.Bytes > 0);

            rest = _disk.SyncRest();
            return true;
        }
        catch (Exception e)
        {
            _disk.Abandon();
            Failed(e is IOException or UnauthorizedAccessException ? e.Message : e.ToString());
            return false;
        }
        finally
        {
            Volatile.Write(ref _writingSince, 0);
        }
    }

    private void Close()
    {
        try
        {
            _disk.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Away(_logger, e.Message);
        }
    }

    /// <summary>Detects a hanging disk, which the thread itself cannot notice.</summary>
    private void Look()
    {
        var since = Volatile.Read(ref _writingSince);
        if (since != 0 && Stopwatch.GetElapsedTime(since) is var taken && taken > _options.HangLimit)
        {
            Failed(FormattableString.Invariant($"a write has taken {taken.TotalSeconds:0} s"));
        }

        var share = (double)_buffer.Bytes / _options.Memory;
        if (share >= AlarmAt && !_alarmTold)
        {
            _alarmTold = true;
            Log.NearlyFull(
                _logger, share * 100,
                _options.WhenFull == Gateway.Configuration.LedgerFull.Refuse ? "new requests are refused" : "requests go unrecorded");
        }

        if (_buffer.Dropped > Interlocked.Exchange(ref _droppedTold, _buffer.Dropped))
        {
            Log.Dropped(_logger, _buffer.Dropped);
        }
    }

    private void Failed(string problem)
    {
        _problem = problem.ReplaceLineEndings(" ");
        if (_buffer.Spool())
        {
            Log.Away(_logger, _problem);
        }
    }

    private void Healed()
    {
        _problem = null;
        _alarmTold = false;
        Log.Back(_logger);
    }

    private static partial class Log
    {
        [LoggerMessage(
            5100, LogLevel.Error,
            "The journal cannot be written; records are kept in memory, and it is tried again every second: {Problem}")]
        public static partial void Away(ILogger logger, string problem);

        [LoggerMessage(5101, LogLevel.Information, "The journal is written again; what was in memory is on the disk.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(
            5102, LogLevel.Error,
            "The memory for records that the journal does not take is {Percent:0} % full (ledger.memory); when it is full, {Then}.")]
        public static partial void NearlyFull(ILogger logger, double percent, string then);

        [LoggerMessage(5103, LogLevel.Error, "{Count} requests have gone unrecorded since the start: journal and memory are full.")]
        public static partial void Dropped(ILogger logger, long count);

        [LoggerMessage(
            5104, LogLevel.Error, "The gateway stops and leaves {Bytes} bytes of records behind that the journal does not take.")]
        public static partial void LeftBehind(ILogger logger, long bytes);
    }
}
