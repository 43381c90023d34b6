using System.Collections.Concurrent;
using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>
/// What of each limit one replica may use by itself while Redis is away: of rates and places an equal share, of budgets an equal
/// share of what was left when Redis last told.
/// </summary>
internal sealed class LocalShares(TimeProvider time)
{
    /// <summary>Money is closed when Redis was last heard of so long ago.</summary>
    public static readonly TimeSpan MoneyCloses = TimeSpan.FromSeconds(60);

    // Whatever was left, a replica among several spends no more than the greater of 1 % of the limit and one unit of the currency
    // by itself: what the others spend meanwhile is not known, and this is how far over a budget can get for each of them.
    private const long OverdraftPart = 100;
    private const long OverdraftNano = 1_000_000_000;

    // What is older says little. It is also what keeps this from growing with every owner that ever came.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SharedUse> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps what Redis told with an admission.</summary>
    public void Learn(in QuotaClaim claim, in SharedDecision shared, ReadOnlySpan<(QuotaAmount Day, QuotaAmount Month)> own)
    {
        for (var i = 0; i < claim.Subjects.Length; i++)
        {
            var subject = claim.Subjects[i];
            if (HasBudget(subject.Limits))
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

        var periods = PeriodsOf(own.Subject);
        return own with
        {
            InDay = known.Day == periods.Day ? own.InDay + known.Used.Day - known.Own.Day : own.InDay,
            InMonth = known.Month == periods.Month ? own.InMonth + known.Used.Month - known.Own.Month : own.InMonth,
        };
    }

    /// <summary>The same subjects with the limits that hold for this replica alone.</summary>
    /// <param name="subjects">What is claimed.</param>
    /// <param name="estimate">How much.</param>
    /// <param name="replicas">How many share.</param>
    /// <param name="lastSync">When Redis last answered.</param>
    /// <param name="closed">What refuses the claim without looking at any counter; null when nothing does.</param>
    public QuotaSubject[] Of(QuotaSubject[] subjects, QuotaAmount estimate, int replicas, DateTimeOffset lastSync, out QuotaDecision? closed)
    {
        closed = null;
        var moneyIsStale = time.GetUtcNow() - lastSync > MoneyCloses;
        var shares = new QuotaSubject[subjects.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            var (subject, loss) = (subjects[i], subjects[i].Loss);
            closed ??= Closed(subject, loss, estimate, moneyIsStale);
            var known = HasBudget(subject.Limits) ? KnownOf(subject) : null;
            shares[i] = subject with { Limits = ShareOf(subject.Limits, loss, known, replicas) };
        }

        return shares;
    }

    private static QuotaLimits ShareOf(QuotaLimits limits, QuotaLoss loss, SharedUse? known, int replicas)
    {
        var rates = loss.Rates == LossMode.Local;
        var tokens = loss.Tokens == LossMode.Local && known is not null;
        var money = loss.Money == LossMode.Local && known is not null;
        return new QuotaLimits(
            rates ? Part(limits.RequestsPerMinute, replicas) : null,
            rates ? Part(limits.TokensPerMinute, replicas) : null,
            rates ? Part(limits.Concurrent, replicas) : null,
            tokens ? Left(limits.TokensPerDay, known!.Used.Day.Tokens, known.Own.Day.Tokens, replicas) : null,
            tokens ? Left(limits.TokensPerMonth, known!.Used.Month.Tokens, known.Own.Month.Tokens, replicas) : null,
            money ? Money(limits.MoneyPerDay, known!.Used.Day.Nano, known.Own.Day.Nano, replicas) : null,
            money ? Money(limits.MoneyPerMonth, known!.Used.Month.Nano, known.Own.Month.Nano, replicas) : null);
    }

    private static QuotaDecision? Closed(QuotaSubject subject, QuotaLoss loss, QuotaAmount estimate, bool moneyIsStale)
    {
        var limits = subject.Limits;
        if (loss.Rates == LossMode.Closed && (limits.RequestsPerMinute ?? limits.TokensPerMinute ?? limits.Concurrent) is { } rate)
        {
            var kind = limits.RequestsPerMinute is not null ? LimitKind.RequestsPerMinute
                : limits.TokensPerMinute is not null ? LimitKind.TokensPerMinute : LimitKind.Concurrent;
            return ClosedBy(subject, kind, rate);
        }

        if (loss.Tokens == LossMode.Closed && estimate.Tokens > 0 && (limits.TokensPerDay ?? limits.TokensPerMonth) is { } tokens)
        {
            return ClosedBy(subject, limits.TokensPerDay is not null ? LimitKind.TokensPerDay : LimitKind.TokensPerMonth, tokens);
        }

        var isClosed = loss.Money == LossMode.Closed || (loss.Money == LossMode.Local && moneyIsStale);
        return isClosed && estimate.Nano > 0 && (limits.MoneyPerDay ?? limits.MoneyPerMonth) is { } money
            ? ClosedBy(subject, limits.MoneyPerDay is not null ? LimitKind.MoneyPerDay : LimitKind.MoneyPerMonth, money)
            : null;
    }

    private static QuotaDecision ClosedBy(QuotaSubject subject, LimitKind kind, long limit) => new()
    {
        Outcome = QuotaOutcome.Closed,
        Subject = subject,
        Kind = kind,
        Limit = limit,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static bool HasBudget(QuotaLimits limits) =>
        (limits.TokensPerDay ?? limits.TokensPerMonth ?? limits.MoneyPerDay ?? limits.MoneyPerMonth) is not null;

    private static long? Part(long? limit, int replicas) => (limit + replicas - 1) / replicas;

    // The counter compared with this is the replica's own, which goes on from what it had when Redis last told.
    private static long? Left(long? limit, long used, long own, int replicas) =>
        limit is { } most ? own + Math.Max(0, most - used) / replicas : null;

    private static long? Money(long? limit, long used, long own, int replicas) => limit is { } most && replicas > 1
        ? own + Math.Min(Math.Max(0, most - used) / replicas, Math.Max(most / OverdraftPart, OverdraftNano))
        : Left(limit, used, own, replicas);

    private QuotaPeriods PeriodsOf(QuotaSubject subject) => subject.Calendar.At(time.GetUtcNow().ToUnixTimeSeconds());

    // Of a subject that Redis never told of, and of a period that began meanwhile, nothing counts as used.
    private SharedUse KnownOf(QuotaSubject subject)
    {
        var periods = PeriodsOf(subject);
        var known = _known.GetValueOrDefault(subject.Id);
        return new SharedUse(
            default,
            periods.Day,
            periods.Month,
            (known?.Day == periods.Day ? known.Used.Day : default, known?.Month == periods.Month ? known.Used.Month : default),
            (known?.Day == periods.Day ? known.Own.Day : default, known?.Month == periods.Month ? known.Own.Month : default));
    }
}
