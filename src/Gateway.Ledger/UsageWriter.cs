using System.Diagnostics;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;

namespace Gateway.Ledger;

/// <summary>
/// Moves the journal into the store, up to 2,000 records at a time, and when the machine has time for it (<see cref="WriterOptions"/>).
/// Records are retried until the store takes them: nothing is given up, and nobody waits. It uses the real clock: a database does not wait
/// for a test's clock.
/// </summary>
internal sealed partial class UsageWriter : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // If a store is asked again while it still works on the same records, it leaves them as they are.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly UsageJournal _journal;
    private readonly Func<IReadOnlyList<UsageRecord>, CancellationToken, Task> _write;
    private readonly ILogger<UsageWriter> _logger;
    private readonly WriterPace _pace;
    private readonly JournalReader _reader;
    private readonly JournalCleaner _cleaner;
    private List<UsageRecord> _batch = [];
    private TaskCompletionSource _progress = NewProgress();
    private long _stored;
    private long _wanted;
    private long _batchSince;
    private volatile bool _isReplayed;
    private volatile string? _problem;

    /// <param name="journal">The source of the records.</param>
    /// <param name="write">The store's write operation: writes all or none, and leaves existing records as they are.</param>
    /// <param name="logger">The logger for failures of the store.</param>
    /// <param name="options">When it writes.</param>
    public UsageWriter(
        UsageJournal journal, Func<IReadOnlyList<UsageRecord>, CancellationToken, Task> write, ILogger<UsageWriter> logger,
        WriterOptions options)
    {
        (_journal, _write, _logger) = (journal, write, logger);
        _pace = new WriterPace(options, journal.Backlog);
        _reader = new JournalReader(journal, logger);
        _cleaner = new JournalCleaner(journal, logger);
    }

    /// <summary>The current state of the ledger.</summary>
    public LedgerHealth Health => new()
    {
        IsOn = _journal.IsOn,
        IsAccepting = _journal.IsAccepting,
        Pending = Pending,
        Lag = Lag,
        Spooled = _journal.Buffer.IsSpooling ? _journal.Buffer.Bytes : 0,
        Dropped = _journal.Buffer.Dropped,
        JournalProblem = _journal.Problem,
        StoreProblem = _problem,
    };

    private long Pending => Math.Max(0, _journal.Buffer.Sequence - Volatile.Read(ref _stored));

    private TimeSpan Lag
    {
        get
        {
            var since = Volatile.Read(ref _batchSince) is > 0 and var batch ? batch : Oldest;
            return since is { } oldest && (Pending > 0 || !_isReplayed) ? Stopwatch.GetElapsedTime(oldest) : TimeSpan.Zero;
        }
    }

    private long? Oldest => _reader.Since ?? _journal.Backlog.Oldest();

    // Earlier runs' records first, which nobody has paid attention to for longest.
    private bool IsAsked => !_isReplayed || Volatile.Read(ref _stored) < Volatile.Read(ref _wanted);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _journal.Open();
        return _journal.IsOn ? base.StartAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Completes when everything accepted before this call is in the store, including what earlier runs left behind.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        if (!_journal.IsOn)
        {
            return;
        }

        var wanted = _journal.Buffer.Sequence;
        Ask(wanted);
        await _journal.Buffer.WhenSafe().WaitAsync(stop);
        _journal.Backlog.Hurry();
        while (true)
        {
            // Read before the check, so that progress in between is not missed.
            var progress = Volatile.Read(ref _progress).Task;
            if (_isReplayed && Volatile.Read(ref _stored) >= wanted)
            {
                return;
            }

            await progress.WaitAsync(stop);
        }
    }

    /// <summary>
    /// Does the same for a caller that would rather have the records that are there than wait long, or for a store that fails.
    /// </summary>
    public async Task CatchUpAsync(TimeSpan longest, CancellationToken stop)
    {
        if (Pending == 0 && _isReplayed || _problem is not null)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(longest);
        try
        {
            await FlushAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _reader.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (!await StoreNextAsync(stoppingToken))
                {
                    await _journal.Backlog.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                }

                await _pace.WhenDueAsync(() => new WriterState(IsAsked, Pending, Lag), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping. Whatever cannot be stored in a moment waits in the journal for the next start.
        }

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _journal.Buffer.WhenSafe().WaitAsync(limit.Token);
            while (await StoreNextAsync(limit.Token))
            {
            }
        }
        catch (OperationCanceledException)
        {
            Log.LeftForLater(_logger, Health.Pending);
        }
    }

    private static TaskCompletionSource NewProgress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Ask(long wanted)
    {
        for (var known = Volatile.Read(ref _wanted); known < wanted;)
        {
            var before = Interlocked.CompareExchange(ref _wanted, wanted, known);
            known = before == known ? wanted : before;
        }
    }

    /// <summary>Stores the next records.</summary>
    /// <returns>False when there were no more in the journal.</returns>
    private async Task<bool> StoreNextAsync(CancellationToken stop)
    {
        var more = true;
        var mark = default(ReadMark);
        var oldest = Oldest;
        await PersistAsync(() => Task.FromResult(more = _reader.TryRead(_batch, JournalBacklog.MostAtOnce, out mark)), stop);
        if (_batch.Count > 0)
        {
            Volatile.Write(ref _batchSince, oldest ?? Stopwatch.GetTimestamp());
            await PersistAsync(() => StoreAsync(stop), stop);
            // Replaced, not cleared: an abandoned call may still read it.
            _batch = [];
            Volatile.Write(ref _batchSince, 0);
        }

        await _cleaner.AdvanceAsync(mark, _reader.Damaged);
        Volatile.Write(ref _stored, mark.Sequence);
        _isReplayed = mark.IsReplayed;
        Interlocked.Exchange(ref _progress, NewProgress()).SetResult();
        return more;
    }

    // The token does not always interrupt the database's own waits. SQLite works on the thread that calls it, so it gets one of its own:
    // the pool may have a single one, which requests need.
    private async Task StoreAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(CallLimit);
        var (batch, since) = (_batch, Stopwatch.GetTimestamp());
        await Task.Factory.StartNew(() => _write(batch, limit.Token), limit.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Unwrap().WaitAsync(limit.Token);
        _pace.Worked(Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Retries until it works.</summary>
    private async Task PersistAsync(Func<Task> step, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                await step();
                if (_problem is not null)
                {
                    _problem = null;
                    Log.Back(_logger);
                }

                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                Tell(e is OperationCanceledException ? "it does not answer" : e.GetBaseException().Message.ReplaceLineEndings(" "), e);
            }

            await Task.Delay(pause, stop);
        }
    }

    // Log once, not on every try.
    private void Tell(string problem, Exception e)
    {
        if (_problem is null)
        {
            Log.Away(_logger, problem, e);
        }

        _problem = problem;
    }

    private static partial class Log
    {
        [LoggerMessage(
            5120, LogLevel.Error,
            "The ledger cannot be written; records wait in the journal, and it is tried again every second: {Problem}")]
        public static partial void Away(ILogger logger, string problem, Exception exception);

        [LoggerMessage(5121, LogLevel.Information, "The ledger is written again.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(5122, LogLevel.Warning, "{Count} records wait in the journal for the next start.")]
        public static partial void LeftForLater(ILogger logger, long count);
    }
}
