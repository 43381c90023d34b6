using System.Collections.Concurrent;
using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>
/// Finds budgets that have passed a threshold, and reports each once in its day or month. It checks counters used since the last check; no
/// others can have passed one.
/// </summary>
internal sealed class BudgetAlerts(IQuotaStore store, BudgetWebhook webhook, TimeProvider time)
{
    // By counter and limit: the period and threshold last reported.
    private readonly Dictionary<(string Counter, LimitKind Kind), (long Period, int Threshold)> _told = [];
    private readonly ConcurrentDictionary<(string Counter, LimitKind Kind), bool> _refused = new();
    private ConcurrentDictionary<string, QuotaSubject> _used = new(StringComparer.Ordinal);

    /// <summary>Notes that counters were used. Costs one table look-up when they are already known.</summary>
    public void Used(QuotaSubject[] subjects)
    {
        foreach (var subject in subjects)
        {
            if (subject.Limits.HasBudget && !_used.ContainsKey(subject.Id))
            {
                _used[subject.Id] = subject;
            }
        }
    }

    /// <summary>A budget refuses before it is fully used, when too little is left for a request: to its users it is spent.</summary>
    public void Refused(in QuotaDecision decision)
    {
        if (decision.Kind is { IsBudget: true } kind)
        {
            _refused[(decision.Subject!.Id, kind)] = true;
            Used([decision.Subject]);
        }
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var used = Interlocked.Exchange(ref _used, new ConcurrentDictionary<string, QuotaSubject>(StringComparer.Ordinal));
        if (used.IsEmpty || webhook.Config is not { } config)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var use in await store.PeekAsync([.. used.Values], cancellationToken))
        {
            foreach (var (kind, limit) in use.Subject.Limits.All)
            {
                if (kind.IsBudget && Passed(use, kind, limit, config.WarnAt, now) is { } alert)
                {
                    await webhook.SendAsync(config, alert, cancellationToken);
                }
            }
        }
    }

    private BudgetAlert? Passed(in QuotaUse use, LimitKind kind, long limit, int warnAt, DateTimeOffset now)
    {
        var percent = limit == 0 ? 100 : use.Of(kind) * 100m / limit;
        var threshold = percent >= 100 || _refused.TryRemove((use.Subject.Id, kind), out _) ? 100 : percent >= warnAt ? warnAt : 0;
        var period = use.Subject.Calendar.At(now.ToUnixTimeSeconds()).Of(kind.Window).Start;
        if (threshold == 0
            || (_told.TryGetValue((use.Subject.Id, kind), out var told) && told.Period == period && told.Threshold >= threshold))
        {
            return null;
        }

        _told[(use.Subject.Id, kind)] = (period, threshold);
        return new BudgetAlert(use, kind, limit, threshold, period);
    }
}
