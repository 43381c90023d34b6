using System.Collections.Concurrent;

namespace Gateway.Quotas.Redis;

/// <summary>
/// What all replicas had used of budgets when Redis last told, for whoever asks while it is away. Nothing is admitted by it.
/// </summary>
internal sealed class KnownUse(TimeProvider time)
{
    // What is older says little. It is also what keeps this from growing with every owner that ever came.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SharedUse> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps what Redis told with an admission.</summary>
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

    /// <summary>What all replicas have used as far as is known, where this one has used so much.</summary>
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
