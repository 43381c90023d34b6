using System.Collections.Concurrent;
using Gateway.Ledger;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>
/// Compares the counters of budgets with the ledger once a minute. The ledger is right: a counter that holds too little or too much is
/// corrected, and the difference is reported as drift, which is 0 unless something was lost.
/// </summary>
internal sealed partial class LedgerReconciler(
    IQuotaStore store, LedgerBalance balance, QuotaOpening opening, UsageWriter writer, TimeProvider time,
    ILogger<LedgerReconciler> logger) : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(60);

    // A record of another replica may still be on its way; only a difference that remains after this is drift.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(2);

    // The clocks of replicas and Redis differ slightly, which at midnight means a different day.
    private const long AroundMidnight = 60;

    private ConcurrentDictionary<string, QuotaSubject> _used = new(StringComparer.Ordinal);
    private long _driftTokens;
    private long _driftNano;

    /// <summary>The difference in tokens between counters and ledger at the last comparison.</summary>
    public long DriftTokens => Interlocked.Read(ref _driftTokens);

    /// <summary>The difference in money at the last comparison, in nano units.</summary>
    public long DriftNano => Interlocked.Read(ref _driftNano);

    /// <summary>Notes that counters were used. Costs one table look-up when they are already known.</summary>
    public void Used(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (subject.IsInLedger && !_used.ContainsKey(subject.Id))
            {
                _used[subject.Id] = subject;
            }
        }
    }

    public async Task ReconcileAsync(CancellationToken stop)
    {
        var used = Interlocked.Exchange(ref _used, new ConcurrentDictionary<string, QuotaSubject>(StringComparer.Ordinal));
        var drifts = await LookAsync([.. used.Values], stop);
        if (drifts.Count > 0)
        {
            await Task.Delay(SecondLook, time, stop);
            var again = (await LookAsync([.. drifts.Select(static d => d.Subject)], stop)).ToDictionary(static d => d.Subject.Id);
            drifts = [.. drifts.Where(d => again.ContainsKey(d.Subject.Id)).Select(d => CounterDrift.Smaller(d, again[d.Subject.Id])).Where(
                static d => !d.IsNone)];
        }

        Interlocked.Exchange(ref _driftTokens, drifts.Sum(static d => Math.Abs(d.InMonth.Tokens)));
        Interlocked.Exchange(ref _driftNano, drifts.Sum(static d => Math.Abs(d.InMonth.Nano)));
        foreach (var drift in drifts)
        {
            // Check it again next time: it may still differ because another replica was first or Redis is away.
            Used([drift.Subject]);
            if (await store.CorrectAsync(drift.ToCorrection(), stop))
            {
                Log.Corrected(logger, drift.Subject.Words, drift.InDay.Tokens, drift.InDay.Nano, drift.InMonth.Tokens, drift.InMonth.Nano);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The ledger's database is away; its writer logs that.
                Log.NotCompared(logger, e.GetBaseException().Message);
            }
        }
    }

    // A counter grows with each request, and so does the ledger, a little later. So a counter is right when it lies between the ledger's
    // totals before and after. While requests run it also includes what they have reserved.
    private async Task<IReadOnlyList<CounterDrift>> LookAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken stop)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        // A counter that is not open has lost nothing: opening adds the ledger's totals, once.
        subjects = [.. subjects.Where(
            s => opening.IsOpen(s)
                && s.Calendar.At(second) is var p
                && second - p.Day >= AroundMidnight
                && p.NextDay - second >= AroundMidnight)];
        if (subjects.Count == 0)
        {
            return [];
        }

        var before = await balance.OfAsync(subjects, second, stop);
        var uses = await store.PeekAsync(subjects, stop);
        await writer.FlushAsync(stop);
        var after = await balance.OfAsync(subjects, second, stop);
        var drifts = new List<CounterDrift>();
        for (var i = 0; i < subjects.Count; i++)
        {
            var isQuiet = uses[i].Concurrent == 0;
            var drift = new CounterDrift(
                subjects[i],
                subjects[i].Calendar.At(second),
                CounterDrift.Of(before[i].Day, uses[i].InDay, after[i].Day, isQuiet),
                CounterDrift.Of(before[i].Month, uses[i].InMonth, after[i].Month, isQuiet));
            if (!drift.IsNone)
            {
                drifts.Add(drift);
            }
        }

        return drifts;
    }

    private static partial class Log
    {
        [LoggerMessage(
            5140, LogLevel.Warning,
            "The counters of {Subject} differed from the ledger and were corrected: by {DayTokens} tokens and {DayNano} nano units of "
            + "money in the day, {MonthTokens} and {MonthNano} in the month.")]
        public static partial void Corrected(
            ILogger logger, string subject, long dayTokens, long dayNano, long monthTokens, long monthNano);

        [LoggerMessage(5141, LogLevel.Warning, "Counters could not be compared with the ledger: {Reason}")]
        public static partial void NotCompared(ILogger logger, string reason);
    }
}
