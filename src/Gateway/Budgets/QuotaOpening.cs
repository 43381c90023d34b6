using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Ledger;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>
/// Gives empty budget counters the ledger's totals before the first request against them is admitted. So nobody gets a new budget when the
/// gateway restarts or Redis comes back empty. While the ledger cannot be read, the counters stay closed, and nothing is spent from them.
/// It uses the real clock: a database does not wait for a test's clock.
/// </summary>
internal sealed partial class QuotaOpening(
    IQuotaStore store, LedgerBalance balance, UsageWriter writer, TimeProvider time, ILogger<QuotaOpening> logger)
{
    // How long requests wait for a try, counted from its start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // How long a try may continue after they stop waiting: reading a journal again takes time, and a try that is restarted over and over
    // never ends.
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(30);

    // The pause between two tries, so that not every request queries a database in trouble.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // By counter: the time it was opened.
    private readonly ConcurrentDictionary<string, long> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _isFailing;

    /// <summary>True when a counter holds the ledger's totals, or is not a budget's.</summary>
    public bool IsOpen(QuotaSubject subject) => !subject.IsInLedger || _open.ContainsKey(subject.Id);

    /// <summary>
    /// Opens what can be opened; afterwards <see cref="IsOpen"/> says which are open. Completes at once except for the first requests of a
    /// counter.
    /// </summary>
    public ValueTask EnsureAsync(IReadOnlyList<QuotaSubject> subjects) =>
        FirstClosed(subjects) is null ? ValueTask.CompletedTask : new ValueTask(OpenAsync(subjects, since: 0));

    /// <summary>Finds a counter that does not hold the ledger's totals; null when all do.</summary>
    public QuotaSubject? FirstClosed(IReadOnlyList<QuotaSubject> subjects)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            if (!IsOpen(subjects[i]))
            {
                return subjects[i];
            }
        }

        return null;
    }

    /// <summary>Opens counters again that were replaced by others since they were opened.</summary>
    /// <param name="subjects">The counters.</param>
    /// <param name="since">Counters opened after this timestamp are left alone.</param>
    public ValueTask AgainAsync(IReadOnlyList<QuotaSubject> subjects, long since) => new(OpenAsync(subjects, since));

    // Runs once, however many ask at the same moment.
    private async Task OpenAsync(IReadOnlyList<QuotaSubject> subjects, long since)
    {
        List<QuotaSubject> own = [];
        List<Attempt> running = [];
        lock (_lock)
        {
            foreach (var subject in subjects.Where(s => s.IsInLedger && !(_open.TryGetValue(s.Id, out var at) && at >= since)))
            {
                if (_attempts.GetValueOrDefault(subject.Id) is not { } last || last.IsLongOver)
                {
                    own.Add(subject);
                }
                else if (last.IsRunning)
                {
                    running.Add(last);
                }
            }

            if (own.Count > 0)
            {
                var attempt = new Attempt();
                own.ForEach(s => _attempts[s.Id] = attempt);
                _ = Task.Run(() => RunAsync(attempt, own));
                running.Add(attempt);
            }
        }

        foreach (var attempt in running)
        {
            if (!await attempt.WaitAsync())
            {
                Tell(isFailing: true, subjects[0], "it does not answer within 2 seconds");
            }
        }
    }

    private async Task RunAsync(Attempt attempt, List<QuotaSubject> subjects)
    {
        using var limit = new CancellationTokenSource(LongestTry);
        HashSet<string> opened = [];
        try
        {
            await OpenAsync(subjects, opened, limit.Token);
            Tell(isFailing: false, subjects[0], "");
        }
        catch (Exception e)
        {
            Tell(isFailing: true, subjects[0], e.GetBaseException().Message);
        }

        lock (_lock)
        {
            foreach (var subject in subjects)
            {
                if (opened.Contains(subject.Id))
                {
                    _open[subject.Id] = Stopwatch.GetTimestamp();
                    _attempts.Remove(subject.Id);
                }
                else
                {
                    _open.TryRemove(subject.Id, out _);
                }
            }
        }

        attempt.End();
    }

    private async Task OpenAsync(List<QuotaSubject> subjects, HashSet<string> opened, CancellationToken stop)
    {
        // What the previous process left in its journal counts too.
        await writer.FlushAsync(stop);
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        // SQLite waits for a lock without releasing its thread.
        var spent = await Task.Run(() => balance.OfAsync(subjects, second, stop), stop).WaitAsync(stop);
        for (var i = 0; i < subjects.Count; i++)
        {
            var periods = subjects[i].Calendar.At(second);
            if (await store.OpenAsync(new QuotaCorrection(subjects[i], periods.Day, spent[i].Day, periods.Month, spent[i].Month), stop))
            {
                opened.Add(subjects[i].Id);
            }
        }
    }

    // Log once when it begins, and once when it is over.
    private void Tell(bool isFailing, QuotaSubject subject, string reason)
    {
        if (Interlocked.Exchange(ref _isFailing, isFailing) == isFailing)
        {
            return;
        }

        if (isFailing)
        {
            Log.NotOpened(logger, subject.Words, reason);
        }
        else
        {
            Log.Opened(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5142, LogLevel.Warning,
            "What {Subject} has used already cannot be read from the ledger, and until it can, nothing is spent of this budget: "
            + "requests go on with what costs nothing, or are refused with 'budget_unknown'. It is tried again. Reason: {Reason}")]
        public static partial void NotOpened(ILogger logger, string subject, string reason);

        [LoggerMessage(5150, LogLevel.Information, "What was used of budgets can be read from the ledger again.")]
        public static partial void Opened(ILogger logger);
    }

    private sealed class Attempt
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _startedAt = Stopwatch.GetTimestamp();
        private long _endedAt;

        public bool IsRunning => !_end.Task.IsCompleted;

        public bool IsLongOver => _end.Task.IsCompleted && Stopwatch.GetElapsedTime(_endedAt) >= Pause;

        /// <returns>True when it has completed.</returns>
        public async Task<bool> WaitAsync()
        {
            var left = Patience - Stopwatch.GetElapsedTime(_startedAt);
            if (IsRunning && left > TimeSpan.Zero)
            {
                using var limit = new CancellationTokenSource(left);
                await _end.Task.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return !IsRunning;
        }

        public void End()
        {
            _endedAt = Stopwatch.GetTimestamp();
            _end.SetResult();
        }
    }
}
