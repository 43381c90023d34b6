using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>
/// Finds budgets that have passed a threshold, and raises an alert for each until its day or month is over. It checks only counters used
/// since the last check, since no others can have passed one.
/// </summary>
internal sealed class BudgetAlerts(IQuotaStore store, IAlerts alerts, ConfigStore config, TimeProvider time)
{
    // By counter and limit: the period and threshold last raised.
    private readonly Dictionary<(string Counter, LimitKind Kind), (long Period, int Threshold)> _raised = [];
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

    /// <summary>Notes a refusal. A budget refuses when too little is left for a request; to its users it is then spent.</summary>
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
        // Nobody asks the counters for an alert that nobody gets.
        if (used.IsEmpty || !config.Current.Alerts.Targets.Any(static t => t.Wants(AlertKind.Budget)))
        {
            return;
        }

        foreach (var use in await store.PeekAsync([.. used.Values], cancellationToken))
        {
            foreach (var (kind, limit) in use.Subject.Limits.All)
            {
                if (kind.IsBudget)
                {
                    Look(use, kind, limit);
                }
            }
        }
    }

    private void Look(in QuotaUse use, LimitKind kind, long limit)
    {
        var warnAt = config.Current.Alerts.BudgetWarnAt;
        var percent = limit == 0 ? 100 : use.Of(kind) * 100m / limit;
        var threshold = percent >= 100 || _refused.TryRemove((use.Subject.Id, kind), out _) ? 100 : percent >= warnAt ? warnAt : 0;
        var (start, end) = use.Subject.Calendar.At(time.GetUtcNow().ToUnixTimeSeconds()).Of(kind.Window);
        var key = (use.Subject.Id, kind);
        var about = $"{use.Subject.Id}/{kind.Name}";
        var isRaised = _raised.TryGetValue(key, out var raised) && raised.Period == start;
        if (threshold == 0)
        {
            // The limit was raised, or the ledger corrected the counter. A new day or month needs no word: the alert ends with the old one.
            if (isRaised)
            {
                alerts.Resolve(AlertKind.Budget, about);
                _raised.Remove(key);
            }

            return;
        }

        if (!isRaised || raised.Threshold < threshold)
        {
            _raised[key] = (start, threshold);
            alerts.Raise(new AlertEvent(AlertKind.Budget, about)
            {
                Subject = use.Subject.Words,
                Level = threshold,
                Until = DateTimeOffset.FromUnixTimeSeconds(end),
                Facts = FactsOf(use, kind, limit, threshold, start),
            });
        }
    }

    private ImmutableArray<AlertFact> FactsOf(in QuotaUse use, LimitKind kind, long limit, int threshold, long start)
    {
        var isMoney = kind.Meter == Meter.Money;
        var (max, used) = isMoney ? (QuotaText.Units(limit), QuotaText.Units(use.Of(kind))) : (limit, use.Of(kind));
        return
        [
            AlertFact.Of(AlertFactName.Threshold, threshold),
            AlertFact.Of(AlertFactName.Limit, kind.Name),
            .. isMoney ? new[] { AlertFact.Of(AlertFactName.Currency, config.Current.Quotas.Currency) } : [],
            AlertFact.Of(AlertFactName.Max, max),
            AlertFact.Of(AlertFactName.Used, used),
            AlertFact.Of(AlertFactName.PeriodStart, DateTimeOffset.FromUnixTimeSeconds(start)),
        ];
    }
}
