using System.Collections.Concurrent;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Remembers the budget usage of all replicas as Redis last reported it, and answers queries with it while Redis is away. It admits
/// nothing.
/// </summary>
internal sealed class KnownUse(TimeProvider time)
{
    // Older figures say little. The limit also keeps this from growing with every owner that ever came.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SharedUse> _known = new(StringComparer.Ordinal);

    /// <summary>Stores what Redis reported with an admission.</summary>
    public void Learn(in QuotaClaim claim, in SharedDecision shared, ReadOnlySpan<(QuotaAmount Day, QuotaAmount Month)> own)
    {
        for (var i = 0; i < claim.Subjects.Length; i++)
        {
            var subject = claim.Subjects[i];
            if (subject.Limits.HasBudget)
            {
                var periods = subject.Calendar.At(shared.Second);
                _known[subject.Id] = new SharedUse(time.GetUtcNow(), periods.Day, periods.Month, shared.Held![i], own[i]);
            }
        }
    }

    public void Forget()
    {
        var oldest = time.GetUtcNow() - Remembered;
        foreach (var (id, use) in _known)
        {
            if (use.At < oldest)
            {
                _known.TryRemove(id, out _);
            }
        }
    }

    /// <summary>Estimates the usage of all replicas, given this replica's own.</summary>
    public QuotaUse Estimate(QuotaUse own)
    {
        if (!_known.TryGetValue(own.Subject.Id, out var known))
        {
            return own;
        }

        var periods = own.Subject.Calendar.At(time.GetUtcNow().ToUnixTimeSeconds());
        return own with
        {
            InDay = known.Day == periods.Day ? own.InDay + known.Used.Day - known.Own.Day : own.InDay,
            InMonth = known.Month == periods.Month ? own.InMonth + known.Used.Month - known.Own.Month : own.InMonth,
        };
    }
}
