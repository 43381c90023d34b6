using System.Collections.Concurrent;
using Gateway.Ledger;
using Gateway.Quotas;

namespace Gateway.Admission;

/// <summary>
/// Counters that live in this process begin with what the ledger says, before the first request that goes by them is admitted: a
/// restart gives nobody a new budget.
/// </summary>
internal sealed partial class QuotaOpening(
    IQuotaStore store, LedgerBalance balance, UsageWriter writer, TimeProvider time, ILogger<QuotaOpening> logger)
{
    // What is wrong by then is put right by the reconciliation.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Lazy<Task>> _opened = new(StringComparer.Ordinal);

    /// <summary>Is over at once but for the first requests of a counter.</summary>
    public ValueTask EnsureAsync(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (IsMeant(subject) && !(_opened.TryGetValue(subject.Id, out var opened) && opened is { IsValueCreated: true, Value.IsCompleted: true }))
            {
                return OpenAsync(subjects);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsMeant(QuotaSubject subject) => subject is { Limits.HasBudget: true, Scope: not null };

    private async ValueTask OpenAsync(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (IsMeant(subject))
            {
                // Once, whoever asks at the same moment: what is added twice is a budget lost.
                await _opened.GetOrAdd(subject.Id, static (_, s) => new Lazy<Task>(() => s.Self.OpenAsync(s.Subject)), (Self: this, Subject: subject)).Value;
            }
        }
    }

    private async Task OpenAsync(QuotaSubject subject)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            // What the process before this one left in its journal counts too.
            await writer.FlushAsync(limit.Token);
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            var spent = (await balance.OfAsync([subject], second, limit.Token).WaitAsync(limit.Token))[0];
            var periods = subject.Calendar.At(second);
            await store.CorrectAsync(new QuotaCorrection(subject, periods.Day, spent.Day, periods.Month, spent.Month), limit.Token);
        }
        catch (Exception e)
        {
            Log.NotOpened(logger, subject.Words, e.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5142, LogLevel.Warning, "What {Subject} has used already could not be read from the ledger; it counts from 0 until it can: {Reason}")]
        public static partial void NotOpened(ILogger logger, string subject, string reason);
    }
}
